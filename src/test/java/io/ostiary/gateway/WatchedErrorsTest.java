package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that are looked at before a client reads them, and replies that come by two ways. */
final class WatchedErrorsTest {

  private static final String REPLIES = "+one\r\n-MOVED 1 a:2\r\n$3\r\ntwo\r\n-ERR no\r\n:3\r\n";

  private final Exchange exchange =
      new Exchange(UnpooledByteBufAllocator.DEFAULT, IgnoredReplies.PUSHES);
  private final StringBuilder got = new StringBuilder();
  private final List<String> requests = new ArrayList<>();

  private final ReplyTarget client =
      new ReplyTarget() {
        @Override
        public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
          got.append(bytes.toString(from, to - from, StandardCharsets.US_ASCII));
        }

        @Override
        public void failed(ErrorReply why, boolean begun) {
          got.append('!').append(why.text());
        }
      };

  @AfterEach
  void release() {
    exchange.release();
  }

  private void feed(int pieceSize) throws Exception {
    for (int i = 0; i < 5; i++) {
      exchange.add(Request.of("GET", "key" + i), client, 0);
    }
    ByteBuf all = Unpooled.copiedBuffer(REPLIES, StandardCharsets.US_ASCII);
    while (all.isReadable()) {
      exchange.read(all.readSlice(Math.min(pieceSize, all.readableBytes())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 13, 100})
  void areTakenWholeWithTheirRequestOrPassedOnWhole(int pieceSize) throws Exception {
    exchange.watchErrors(
        (error, request, target, flags) -> {
          requests.add(error + " of " + Wire.decoded(Wire.copy(request)).text(1));
          return error.startsWith("MOVED ");
        });
    feed(pieceSize);
    assertThat(requests).containsExactly("MOVED 1 a:2 of key1", "ERR no of key3");
    assertThat(got).hasToString("+one\r\n$3\r\ntwo\r\n-ERR no\r\n:3\r\n");
    assertThat(exchange.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void aReplyThatComesAnotherWayHasItsPlace(int pieceSize) {
    ReplyOrder order = new ReplyOrder(client);
    ReplyTarget first = order.detour();
    add(order, "+b\r\n", pieceSize);
    ReplyTarget second = order.detour();
    add(order, "+d\r\n", pieceSize);
    ByteBuf late = Unpooled.copiedBuffer("+c\r\n", StandardCharsets.US_ASCII);
    second.replied(late, 0, 2, 0, false);
    second.replied(late, 2, 4, 1, true);
    assertThat(got).isEmpty();
    first.failed(new ErrorReply("ERR a"), false);
    assertThat(got).hasToString("-ERR a\r\n+b\r\n+c\r\n+d\r\n");
    assertThat(order.isEmpty()).isTrue();
  }

  private static void add(ReplyOrder order, String reply, int pieceSize) {
    ByteBuf bytes = Unpooled.copiedBuffer(reply, StandardCharsets.US_ASCII);
    for (int at = 0; at < reply.length(); at += pieceSize) {
      int end = Math.min(reply.length(), at + pieceSize);
      order.add(bytes, at, end, end == reply.length() ? 1 : 0, end == reply.length());
    }
  }
}
