package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose heap is filled by writing clients. */
class MemoryIT {

  private static final int WRITERS = 4;
  private static final int BATCH = 1000;
  private static final int MOST_BATCHES = 1000;
  private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";

  // With 1gb, maxmemory exceeds the heap, and only the heap watch can refuse.
  @ParameterizedTest
  @CsvSource({
    "0, 100, Serial",
    "1gb, 100, Serial",
    "0, 0, Serial",
    "1gb, 3000, Serial",
    "1gb, 100, Parallel",
    "0, 100, G1",
    "1gb, 3000, G1"
  })
  void refusesWritersAndServesAllOthersWhenTheHeapIsFull(
      String maxmemory, int valueBytes, String collector) throws Exception {
    try (OstiaryProcess server =
        Start.onFreePort("--maxmemory", maxmemory)
            .jvm("-Xmx48m", "-Xmn2m", "-XX:+Use" + collector + "GC")
            .untilReady()) {
      fill(server, valueBytes);
      try (Peer other = server.peer()) {
        assertThat(other.ask("PING")).isEqualTo("+PONG");
        assertThat(other.askBulk("GET key:0:0")).hasSize(valueBytes);
        assertThat(other.ask("APPEND key:0:0 " + "x".repeat(5000))).startsWith("-OOM ");
        assertThat(other.ask("EXPIRE key:0:0 1000")).isEqualTo(":1");
        assertThat(other.ask("DEL key:0:0")).isEqualTo(":1");
        assertThat(other.ask("FLUSHALL")).isEqualTo("+OK");
        assertThat(other.info("used_memory")).isZero();
        assertThat(other.ask("SET key value")).isEqualTo("+OK");
        assertThat(other.askBulk("GET key")).isEqualTo("value");
      }
      // Again, with the garbage of the first time.
      fill(server, valueBytes);
      assertThat(server.isAlive()).isTrue();
      assertThat(server.log()).doesNotContain("OutOfMemory");
    }
  }

  private static void fill(OstiaryProcess server, int valueBytes) throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      writers.add(CompletableFuture.runAsync(() -> write(server, number, valueBytes, refusals)));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(writers.toArray(new CompletableFuture<?>[0]));
    await().atMost(Spawned.PATIENCE.multipliedBy(2)).until(all::isDone);
    all.get();
    assertThat(refusals).hasPositiveValue();
  }

  private static void write(
      OstiaryProcess server, int writer, int valueBytes, AtomicInteger refusals) {
    String value = "v".repeat(valueBytes);
    try (Peer peer = server.peer()) {
      for (int batch = 0; batch < MOST_BATCHES && refusals.get() < WRITERS * BATCH; batch++) {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
          String key = "key:" + writer + ":" + (batch * BATCH + i);
          pipeline.append("*3\r\n$3\r\nSET\r\n$").append(key.length()).append("\r\n");
          pipeline.append(key).append("\r\n$").append(valueBytes).append("\r\n");
          pipeline.append(value).append("\r\n");
        }
        peer.send(pipeline.toString());
        for (int i = 0; i < BATCH; i++) {
          String reply = peer.line();
          if (!reply.equals("+OK")) {
            assertThat(reply).isEqualTo(OOM);
            refusals.incrementAndGet();
          }
        }
      }
    }
  }
}
