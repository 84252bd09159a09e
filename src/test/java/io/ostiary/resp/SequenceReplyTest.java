package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SequenceReplyTest {

  private static final Reply MESSAGE = Reply.push(List.of(Reply.bulk("news")));
  private static final Reply BOTH = SequenceReply.of(List.of(MESSAGE, Reply.ONE));

  @Test
  void isWrittenAsItsRepliesOneAfterAnother() {
    assertThat(wire(BOTH, 2)).isEqualTo("*1\r\n$4\r\nnews\r\n:1\r\n");
    assertThat(wire(BOTH, 3)).isEqualTo(">1\r\n$4\r\nnews\r\n:1\r\n");
  }

  @Test
  void givesLargeStringsInItAsTheyAre() {
    byte[] large = new byte[ReplyEncoder.LARGE_BYTES];
    ByteBuf out = Unpooled.buffer();
    byte[][] given = new byte[1][];
    ReplySink sink =
        new ReplySink() {
          @Override
          public ByteBuf buffer() {
            return out;
          }

          @Override
          public void large(byte[] bytes) {
            given[0] = bytes;
          }
        };
    Reply message = Reply.push(List.of(Reply.bulk("news"), Reply.bulk(large)));
    ReplyEncoder.encode(SequenceReply.of(List.of(message, Reply.ONE)), 3, sink);
    assertThat(given[0]).isSameAs(large);
    assertThat(out.toString(StandardCharsets.US_ASCII))
        .isEqualTo(">2\r\n$4\r\nnews\r\n$" + large.length + "\r\n\r\n:1\r\n");
  }

  @Test
  void ofOneReplyIsThatReplyAndOfNoneNothing() {
    assertThat(SequenceReply.of(List.of(Reply.ONE))).isSameAs(Reply.ONE);
    assertThat(SequenceReply.of(List.of())).isSameAs(Reply.NONE);
  }

  @Test
  void holdsOnlyWhatIsThere() {
    Reply later = Reply.later(Future.succeededFuture(Reply.OK));
    Reply deferred = new DeferredReply(() -> Reply.OK);
    for (Reply absent : List.of(later, deferred, BOTH)) {
      assertThatThrownBy(() -> SequenceReply.of(List.of(Reply.OK, absent)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Reply.array(BOTH)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reply.array(deferred)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsMessagesFromWhatWasAskedFor() {
    assertThat(SequenceReply.messagesIn(BOTH)).isEqualTo(MESSAGE);
    assertThat(SequenceReply.messagesIn(MESSAGE)).isEqualTo(MESSAGE);
    assertThat(SequenceReply.messagesIn(Reply.array(Reply.ONE))).isEqualTo(Reply.NONE);
    assertThat(SequenceReply.messagesIn(SequenceReply.of(List.of(Reply.OK, Reply.ONE))))
        .isEqualTo(Reply.NONE);
    assertThat(SequenceReply.hasMessage(BOTH)).isTrue();
    assertThat(SequenceReply.hasMessage(MESSAGE)).isTrue();
    assertThat(SequenceReply.hasMessage(Reply.OK)).isFalse();
  }

  private static String wire(Reply reply, int version) {
    ByteBuf out = Unpooled.buffer();
    ReplyEncoder.encode(reply, version, out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
