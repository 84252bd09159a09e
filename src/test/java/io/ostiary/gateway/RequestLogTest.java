package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests are kept until they are answered, and no longer. */
final class RequestLogTest {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final RequestLog log = new RequestLog(allocator);
  private final SentBytes connection = new SentBytes();

  private void add(String request) {
    log.buffer().writeCharSequence(request, StandardCharsets.US_ASCII);
  }

  @Test
  void eachIsSentOnceWhileOthersAreAnsweredAndThrownAway() {
    Random random = new Random(1);
    Deque<String> unanswered = new ArrayDeque<>();
    StringBuilder unsent = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          String request = i + "x".repeat(random.nextInt(500));
          add(request);
          unanswered.add(request);
          unsent.append(request);
        }
        case 2 -> {
          log.flushTo(connection);
          assertThat(connection.take()).isEqualTo(unsent.toString());
          unsent.setLength(0);
        }
        default -> {
          if (unsent.length() == 0 && !unanswered.isEmpty()) {
            log.answered(unanswered.remove().length());
          }
        }
      }
      assertThat(log.size() - log.sentBytes()).isEqualTo(unsent.length());
    }
    ByteBuf left = log.take();
    assertThat(left.toString(StandardCharsets.US_ASCII)).isEqualTo(String.join("", unanswered));
    left.release();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void aBurstDoesNotHoldItsMemory() {
    String burst = "b".repeat(1 << 20);
    add(burst);
    log.flushTo(connection);
    log.answered(burst.length());
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(log.size()).isZero();
    assertThat(log.sentBytes()).isZero();
    add("next");
    log.flushTo(connection);
    assertThat(connection.take()).endsWith("next");
    log.release();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(log.take()).isNull();
  }
}
