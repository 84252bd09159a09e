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
            Reply.Failure.class, failure -> assertThat(failure.code()).isEqualTo("NOAUTH"));
    assertThat(new Reply.Failure("BUSY").code()).isEqualTo("BUSY");
  }
}
