package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that sends a pipeline and its end reads all that is due to it, as from a Redis. */
final class HalfClosedClientTest {

  private static String answered(TestGateway gateway, String requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void whatWasAskedBeforeTheEndIsAnswered(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 2);
        Peer watcher = gateway.peer()) {
      assertThat(answered(gateway, "SET a 1\r\nGET a\r\n")).isEqualTo("+OK\r\n$1\r\n1\r\n");
      assertThat(answered(gateway, "GET a\r\nPING\r\nINCR a\r\nPING\r\n"))
          .isEqualTo("$1\r\n1\r\n+PONG\r\n:2\r\n+PONG\r\n");
      assertThat(answered(gateway, "INCR n\r\n".repeat(10_000))).endsWith("\r\n:10000\r\n");
      assertThat(answered(gateway, "EVAL 'return 7' 0\r\nGET a\r\n"))
          .isEqualTo(":7\r\n$1\r\n2\r\n");
      await().untilAsserted(() -> assertThat(watcher.info("connected_clients")).isEqualTo(1));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void aTransactionIsAnsweredWhetherOrNotItEnds(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer watcher = gateway.peer()) {
      assertThat(answered(gateway, "MULTI\r\nSET a 1\r\nEXEC\r\n"))
          .isEqualTo("+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n");
      assertThat(answered(gateway, "MULTI\r\nSET a 2\r\n")).isEqualTo("+OK\r\n+QUEUED\r\n");
      assertThat(watcher.askBulk("GET a")).isEqualTo("1");
      assertThat(answered(gateway, "WATCH a\r\nGET a\r\n")).isEqualTo("+OK\r\n$1\r\n1\r\n");
      await().untilAsserted(() -> assertThat(watcher.info("pinned_multi")).isZero());
      await().untilAsserted(() -> assertThat(watcher.info("pinned_watch")).isZero());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void aQuitBeforeTheEndIsAnsweredBehindWhatIsDue(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1)) {
      assertThat(answered(gateway, "GET a\r\nQUIT\r\nGET a\r\n")).isEqualTo("$-1\r\n+OK\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void oneThatWaitsForAnElementIsToldThatNoneCameAndTheElementGoesToTheNext(TestTransport transport)
      throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer watcher = gateway.peer()) {
      assertThat(answered(gateway, "BLPOP list 0\r\n")).isEqualTo("*-1\r\n");
      String pipeline = "BLPOP list 0\r\nBLPOP list 0\r\nSET k 1\r\nWAIT 1 0\r\n";
      assertThat(answered(gateway, pipeline)).isEqualTo("*-1\r\n*-1\r\n+OK\r\n:0\r\n");
      await().untilAsserted(() -> assertThat(watcher.info("pinned_blocking")).isZero());
      await().untilAsserted(() -> assertThat(watcher.info("pinned_wait")).isZero());
      try (Peer server = gateway.direct()) {
        await().until(() -> server.info("blocked_clients") == 0);
        assertThat(server.ask("RPUSH list element")).isEqualTo(":1");
        assertThat(server.ask("LLEN list")).isEqualTo(":1");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void largeRepliesLeaveWhollyForOneThatReadsLate(TestTransport transport) throws Exception {
    String value = "v".repeat(300_000);
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer watcher = gateway.peer()) {
      assertThat(watcher.send("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$300000\r\n" + value + "\r\n").line())
          .isEqualTo("+OK");
      String reply = "$300000\r\n" + value + "\r\n";
      assertThat(answered(gateway, "GET a\r\n".repeat(50))).isEqualTo(reply.repeat(50));
      assertThat(watcher.ask("PING")).isEqualTo("+PONG");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void anElementThatComesWithTheEndIsAnsweredOrStillThere(TestTransport transport)
      throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer pusher = gateway.direct()) {
      for (int i = 0; i < 100; i++) {
        String taken;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
          socket.setSoTimeout(10_000);
          byte[] request = "BLPOP list 0\r\n".getBytes(StandardCharsets.US_ASCII);
          socket.getOutputStream().write(request);
          await().until(() -> pusher.info("blocked_clients") == 1);
          pusher.send("RPUSH list " + i + "\r\n");
          socket.shutdownOutput();
          taken = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
        assertThat(pusher.line()).isEqualTo(":1");
        String element = "$" + ("" + i).length() + "\r\n" + i + "\r\n";
        boolean isLeft = pusher.ask("DEL list").equals(":1");
        assertThat(taken).isEqualTo(isLeft ? "*-1\r\n" : "*2\r\n$4\r\nlist\r\n" + element);
      }
    }
  }
}
