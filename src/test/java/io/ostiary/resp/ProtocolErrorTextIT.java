package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ostiary.peer.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares errors and parsing of the samples with a real Redis. */
class ProtocolErrorTextIT {

  private static final int PATIENCE_MILLIS = 10_000;

  @TempDir static Path directory;
  private static Process redis;
  private static int port;

  static List<Samples.Bad> bad() {
    return Samples.bad();
  }

  static List<Samples.Bad> badBeforeLogin() {
    return Samples.badBeforeLogin();
  }

  @BeforeAll
  static void startRedis() throws IOException {
    port = FreePort.find();
    redis =
        start(List.of("redis-server", "--port", "" + port, "--save", "", "--dir", "" + directory));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> ask("PING\r\n").equals("+PONG"));
  }

  // Not skipped where Redis is required: a skipped comparison looks like a passed one.
  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("redis.log").toFile())
          .start();
    } catch (IOException e) {
      assumeThat(System.getenv("CI")).as("no redis-server here: %s", e).isEqualTo("true");
      throw e;
    }
  }

  @AfterAll
  static void stopRedis() {
    if (redis != null) {
      redis.destroyForcibly().onExit().join();
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void saysWhatRedisSays(Samples.Bad sample) throws IOException {
    assertThat(ask(sample.wire())).isEqualTo("-ERR " + sample.error());
  }

  @ParameterizedTest
  @MethodSource("badBeforeLogin")
  void saysToAStrangerWhatRedisSays(Samples.Bad sample) throws IOException {
    ask("CONFIG SET requirepass secret\r\n");
    try {
      assertThat(ask(sample.wire())).isEqualTo("-ERR " + sample.error());
    } finally {
      ask("AUTH secret\r\nCONFIG SET requirepass \"\"\r\n");
    }
  }

  @Test
  void splitsTheWordsThatRedisSplits() throws IOException {
    // ECHO returns its argument, so samples that begin with it show how Redis parsed them.
    List<String> compared = new ArrayList<>();
    for (Samples.Good sample : Samples.good()) {
      List<String> words = sample.requests().isEmpty() ? List.of() : sample.requests().get(0);
      if (words.size() == 2 && words.get(0).equals("ECHO")) {
        String echo = "$" + words.get(1).length() + "\r\n" + words.get(1) + "\r\n";
        assertThat(answer(sample.wire(), so -> so.length() == echo.length())).isEqualTo(echo);
        compared.add(sample.wire());
      }
    }
    assertThat(compared).hasSizeGreaterThan(4);
  }

  /** The first line of the reply, without its CRLF. */
  private static String ask(String sent) throws IOException {
    return answer(sent, so -> so.endsWith("\r\n")).stripTrailing();
  }

  /** Reads until the predicate holds, or the end of the stream. */
  private static String answer(String sent, Predicate<String> enough) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(Wire.bytes(sent));
      String answer = "";
      int next = 0;
      while (next >= 0 && !enough.test(answer)) {
        next = socket.getInputStream().read();
        answer += next < 0 ? "" : (char) next;
      }
      return answer;
    }
  }
}
