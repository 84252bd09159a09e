package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {

  private static final Reply LATER = Reply.later(Future.succeededFuture(Reply.OK));

  @Test
  void isAValue() {
    assertThat(Reply.simple("OK")).isSameAs(Reply.OK);
    assertThat(Reply.integer(0)).isSameAs(Reply.ZERO);
    assertThat(Reply.integer(1)).isSameAs(Reply.ONE);
    assertThat(Reply.array()).isSameAs(Reply.EMPTY_ARRAY);
    assertThat(Reply.bulk(new byte[] {1, 2})).isEqualTo(Reply.bulk(new byte[] {1, 2}));
    assertThat(Reply.bulk(new byte[] {1, 2})).isNotEqualTo(Reply.bulk(new byte[] {1}));
    assertThat(Reply.array(Reply.bulk("a"))).isEqualTo(Reply.array(List.of(Reply.bulk("a"))));
  }

  @Test
  void doesNotFollowTheListItWasMadeOf() {
    List<Reply> elements = new ArrayList<>(List.of(Reply.OK));
    Reply array = Reply.array(elements);
    elements.add(Reply.NULL);
    assertThat(array).isEqualTo(Reply.array(Reply.OK));
  }

  @Test
  void refusesAMapWithAKeyLeftOver() {
    assertThatThrownBy(() -> Reply.map(Reply.OK)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesInsideAnAggregateWhatIsNotThere() {
    for (Reply absent : List.of(LATER, Reply.NONE)) {
      assertThatThrownBy(() -> Reply.array(absent)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Reply.set(List.of(absent)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Reply.map(Reply.OK, absent))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Reply.push(List.of(absent)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAnErrorWithoutText() {
    assertThatThrownBy(() -> Reply.error("\r\n")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAFormatThatIsNotThreeLetters() {
    assertThatThrownBy(() -> Reply.verbatim("text", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reply.verbatim("", out -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheCodeOfAnError() {
    assertThat(Reply.error("NOAUTH Authentication required."))
        .isInstanceOfSatisfying(
            ErrorReply.class, failure -> assertThat(failure.code()).isEqualTo("NOAUTH"));
    assertThat(new ErrorReply("BUSY").code()).isEqualTo("BUSY");
  }

  @Test
  void keepsTheBytesOfAnErrorOnOneLine() {
    Reply error = Reply.error(new byte[] {'\n', 'E', (byte) 0xff, '\r', '\n', 'x', '\r'});
    assertThat(error)
        .isInstanceOfSatisfying(
            ErrorReply.class,
            failure -> {
              assertThat(failure.line()).containsExactly('E', 0xff, ' ', ' ', 'x');
              assertThat(failure.text()).isEqualTo("E\ufffd  x");
              assertThat(failure.code()).isEqualTo("E\ufffd");
            });
    assertThat(error).isEqualTo(Reply.error(new byte[] {'E', (byte) 0xff, ' ', ' ', 'x'}));
    assertThat(error).hasSameHashCodeAs(Reply.error(new byte[] {'E', (byte) 0xff, ' ', ' ', 'x'}));
    assertThat(error).isNotEqualTo(Reply.error("E x"));
  }

  @Test
  void repeatsNoMoreThanTheBeginningOfAnArgument() {
    Request request = Request.of("x".repeat(1000));
    ArgumentException error = new ErrorText("ERR '").repeat(request, 0).add("'").exception();
    assertThat(error).hasMessage("ERR '" + "x".repeat(128) + "'");
    assertThat(error.reply()).isEqualTo(Reply.error(error.getMessage()));
  }
}
