package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Misbehaving peers do not affect other clients. */
final class TroublesomePeersTest {

  private static Served served(TestTransport transport, String... words) throws Exception {
    JsonObject config = Served.local();
    for (int i = 0; i < words.length; i += 2) {
      config.put(words[i], words[i + 1]);
    }
    return Served.on(
        transport, () -> new ListenerVerticle().withTiming(Served.PATIENT_LINGER), config, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "*1\\r\\n$-5\\r\\n, invalid bulk length",
    "*1\\r\\n$99999999999\\r\\n, invalid bulk length",
    "*1\\r\\n$x\\r\\n, invalid bulk length",
    "*2147483648\\r\\n, invalid multibulk length",
    "*x\\r\\n, invalid multibulk length",
    "*1\\r\\nPING\\r\\n, 'expected ''$'', got ''P'''",
    "SET \"a\\r\\n, unbalanced quotes in request",
  })
  void whoBreaksTheProtocolReadsHowAndThenTheEnd(String sent, String reason) throws Exception {
    String wire = sent.replace("\\r", "\r").replace("\\n", "\n");
    try (Served server = served(TestTransport.best());
        Peer peer = server.peer()) {
      // Followed by far more than the server reads at once.
      peer.send("PING\r\n" + wire + "x".repeat(500_000));

      assertThat(peer.rest()).isEqualTo("+PONG\r\n-ERR Protocol error: " + reason + "\r\n");
    }
  }

  @EachTransport
  void aRefusalIsReadByWhoSentNothingALittleOrALot(TestTransport transport) throws Exception {
    try (Served server = served(transport, "maxclients", "1");
        Peer inside = server.peer()) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      for (int bytes : new int[] {0, 6, 100_000, 1_000_000}) {
        try (Peer refused = server.peer().send("x".repeat(bytes))) {
          assertThat(refused.rest()).isEqualTo("-ERR max number of clients reached\r\n");
        }
      }
      assertThat(inside.info("rejected_connections")).isEqualTo(4);
      assertThat(inside.info("total_connections_received")).isEqualTo(1);
    }
  }

  /** Otherwise refused peers could fill the disk with log lines. */
  @Test
  void aRefusedPeerThatIsGoneAlreadyIsNoWarning() throws Exception {
    Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    netty.addAppender(appender);
    try (Served server = served(TestTransport.best(), "maxclients", "1");
        Peer inside = server.peer()) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      for (int i = 0; i < 500; i++) {
        server.peer().reset();
      }
      await().untilAsserted(() -> assertThat(inside.info("rejected_connections")).isEqualTo(500));
    } finally {
      netty.detachAppender(appender);
    }
    assertThat(appender.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }

  @EachTransport
  void whoSendsWithoutReadingIsNotReadFromUntilItReads(TestTransport transport) throws Exception {
    int count = 6_000;
    String request = "*2\r\n$4\r\nECHO\r\n$10000\r\n" + "e".repeat(10_000) + "\r\n";
    AtomicInteger sent = new AtomicInteger();
    try (Served server = served(transport);
        Peer other = server.peer();
        Peer greedy = server.peer()) {
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < count; i++) {
                  greedy.send(request);
                  sent.incrementAndGet();
                }
              });
      sender.start();
      awaitStandstill(sent);

      assertThat(sent.get())
          .as("requests the server took, of which none was read")
          .isLessThan(count);
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      String line = other.askBulk("CLIENT LIST").lines().skip(1).findFirst().orElseThrow();
      long held = Long.parseLong(line.replaceAll(".* tot-mem=(\\d+) .*", "$1"));
      assertThat(held).as("bytes held for it: %s", line).isLessThan(4_000_000);
      for (int i = 0; i < count; i++) {
        assertThat(greedy.line()).isEqualTo("$10000");
        greedy.exactly(10_002);
      }
      sender.join();
      assertThat(greedy.ask("PING")).isEqualTo("+PONG");
    }
  }

  /** Waits until the kernel's buffers are full, whose size depends on the machine. */
  private static void awaitStandstill(AtomicInteger sent) {
    AtomicInteger seen = new AtomicInteger(-1);
    await()
        .pollInterval(Duration.ofMillis(250))
        .until(() -> sent.get() > 0 && seen.getAndSet(sent.get()) == sent.get());
  }

  @EachTransport
  void whoIsNotReadFromCanBeKilledAndCanLeave(TestTransport transport) throws Exception {
    try (Served server = served(transport);
        Peer other = server.peer()) {
      assertThat(other.ask("SET big " + "v".repeat(60_000))).isEqualTo("+OK");
      for (int i = 0; i < 10; i++) {
        try (Peer greedy = server.peer()) {
          greedy.send("GET big\r\n".repeat(1_000));
          await().untilAsserted(() -> assertThat(other.askBulk("CLIENT LIST")).contains(" oll=1 "));
          if (i % 2 == 0) {
            assertThat(other.ask("CLIENT KILL TYPE normal")).isEqualTo(":1");
          } else {
            greedy.reset();
          }
          await().untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
        }
      }
    }
  }

  @EachTransport
  void aPeerThatResetsInTheMiddleOfARequestLeavesItsPlace(TestTransport transport)
      throws Exception {
    try (Served server = served(transport);
        Peer other = server.peer()) {
      long before = Served.openDescriptors();
      for (int i = 0; i < 2_000; i++) {
        server.peer().send("*2\r\n$4\r\nECHO\r\n$9\r\nhalf").reset();
      }
      await().untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
      await().untilAsserted(() -> assertThat(Served.openDescriptors()).isLessThan(before + 50));
    }
  }

  @EachTransport
  void whatAClientAskedBeforeItsEndIsAnswered(TestTransport transport) throws Exception {
    try (Served server = served(transport);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void whoNeverFinishesItsRequestIsStillIdle() throws Exception {
    try (Served server = served(TestTransport.best(), "timeout", "1");
        Peer slow = server.peer()) {
      slow.send("*2\r\n$4\r\nECHO\r\n$5\r\nhel");

      assertThat(slow.rest()).isEmpty();
    }
  }

  @Test
  void whoFillsTheQueryBufferIsSeenOut() throws Exception {
    try (Served server = served(TestTransport.best(), "client-query-buffer-limit", "1mb");
        Peer other = server.peer();
        Peer hoarder = server.peer()) {
      hoarder.sendUnlessClosed("*1\r\n$3000000\r\n" + "h".repeat(2_900_000));
      try {
        assertThat(hoarder.rest()).isEmpty();
      } catch (UncheckedIOException reset) {
        // Closed over unread bytes, as by Redis.
        assertThat(reset).rootCause().isInstanceOf(SocketException.class);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(other.info("client_query_buffer_limit_disconnections")).isEqualTo(1));
      assertThat(other.info("connected_clients")).isEqualTo(1);
    }
  }
}
