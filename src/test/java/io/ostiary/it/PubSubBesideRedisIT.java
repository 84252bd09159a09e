package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requests to this server and to a real Redis: the same bytes come back. */
class PubSubBesideRedisIT {

  @TempDir static Path directory;

  private static OstiaryProcess server;
  private static Spawned redis;
  private static int redisPort;

  @BeforeAll
  static void start() {
    Tool.need("redis-server");
    redisPort = freePort();
    redis =
        Spawned.start(
            new ProcessBuilder(
                "redis-server", "--port", "" + redisPort, "--save", "", "--dir", "" + directory));
    server = Start.onFreePort().untilReady();
    await().atMost(Spawned.PATIENCE).until(() -> redis.out().contains("Ready to accept"));
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** One client's requests in one write; what comes back until the end. */
  private static String pipelined(int port, String first, String requests) {
    try (Peer peer = Peer.to(port)) {
      String sent = requests.replace("; ", "\r\n") + "\r\nQUIT\r\n";
      if (first.isEmpty()) {
        return peer.send(sent).rest();
      }
      peer.send(first + "\r\nPING greeted\r\n" + sent);
      while (!peer.line().equals("greeted")) {
        // HELLO tells who the server is
      }
      return peer.rest();
    }
  }

  static Stream<String> requests() {
    return Stream.of(
        "SUBSCRIBE a b a; PSUBSCRIBE x* a; SSUBSCRIBE s t s; UNSUBSCRIBE a; PUNSUBSCRIBE a",
        "SUBSCRIBE a; PSUBSCRIBE b; UNSUBSCRIBE; PUNSUBSCRIBE; UNSUBSCRIBE; PUNSUBSCRIBE",
        "SSUBSCRIBE a; SUNSUBSCRIBE; SUNSUBSCRIBE; SUNSUBSCRIBE b",
        "UNSUBSCRIBE a b; PUNSUBSCRIBE a b; SUNSUBSCRIBE a b",
        "SUBSCRIBE; PSUBSCRIBE; SSUBSCRIBE; PUBLISH; PUBLISH a; PUBLISH a b c; SPUBLISH a",
        "SUBSCRIBE a; PING; PING x; PING x y; GET k; NOSUCH x; CLIENT; CLIENT NOSUCH; GET; ECHO x",
        "SSUBSCRIBE a; PING; GET k; CLIENT REPLY ON; TIME x; UNSUBSCRIBE; GET k",
        "PSUBSCRIBE a; PUBSUB NUMPAT; PUBSUB NUMPAT x; PUBSUB; PUBSUB NOSUCH; PUBSUB HELP x",
        "SUBSCRIBE a; SUBSCRIBE b; PUBSUB NUMSUB a b c; PUBSUB NUMSUB; PUBSUB CHANNELS b*",
        "SSUBSCRIBE a; PUBSUB SHARDNUMSUB a b; PUBSUB SHARDCHANNELS; PUBSUB SHARDCHANNELS b*",
        "PUBSUB CHANNELS a b; pubsub shardchannels a b; PUBSUB CHANNELS; PUBSUB NUMSUB x x",
        "SUBSCRIBE a; PSUBSCRIBE a*; PUBLISH a m; PUBLISH ab m; SPUBLISH a m; PING",
        "SSUBSCRIBE a; SPUBLISH a m; PUBLISH a m; SUBSCRIBE a; PUBLISH a m; SPUBLISH a m",
        "CLIENT REPLY OFF; SUBSCRIBE a; PUBLISH a m; PING; PSUBSCRIBE b; UNSUBSCRIBE; RESET; PING",
        "CLIENT REPLY SKIP; SUBSCRIBE a; PUBLISH a m; PING",
        "SUBSCRIBE a; CLIENT REPLY SKIP; PUBLISH a m; CLIENT REPLY SKIP; PSUBSCRIBE b c; PING",
        "SUBSCRIBE a; SSUBSCRIBE b; PSUBSCRIBE c; RESET; PUBSUB NUMSUB a; PUBSUB NUMPAT; PING",
        "SUBSCRIBE a; RESET x; quit x; PING",
        "COMMAND INFO subscribe unsubscribe psubscribe punsubscribe ssubscribe sunsubscribe",
        "COMMAND INFO publish spublish");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void answersOneClientAsRedisDoes(String requests) {
    for (String first : List.of("", "HELLO 3")) {
      assertThat(pipelined(server.port(), first, requests))
          .as("after '%s'", first)
          .isEqualTo(pipelined(redisPort, first, requests))
          .isNotEmpty();
    }
  }

  /** What the named clients read, each until the answer to a PING behind its request. */
  private static String conversation(int port, String lines) {
    Map<String, Peer> peers = new HashMap<>();
    StringBuilder heard = new StringBuilder();
    try {
      for (String line : lines.split("; ", -1)) {
        String[] said = line.split(" ", 2);
        Peer peer = peers.computeIfAbsent(said[0], name -> Peer.to(port));
        peer.send(said[1] + "\r\nPING heard\r\n");
        heard.append(line).append(": ");
        String read = peer.line();
        while (!read.equals("heard")) {
          // HELLO tells who the server is
          heard.append(said[1].startsWith("HELLO") ? "" : read + " ");
          read = peer.line();
        }
        heard.append('\n');
      }
    } finally {
      peers.values().forEach(Peer::close);
    }
    return heard.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a SUBSCRIBE x; b PUBLISH x m; a PING; b PUBLISH y m; a UNSUBSCRIBE; b PUBLISH x m; a PING",
        "a HELLO 3; a SUBSCRIBE x; b PUBLISH x m; a GET k; a HELLO 2; b PUBLISH x m; a GET k",
        "a PSUBSCRIBE [a-c]?; b PUBLISH ax m; b PUBLISH dx m; c PUBLISH b* m; a PING",
        "a SUBSCRIBE x; b SUBSCRIBE x; c PSUBSCRIBE *; d PUBLISH x m; a PING; b PING; c PING",
        "a SSUBSCRIBE x; b SUBSCRIBE x; c SPUBLISH x m; c PUBLISH x n; a PING; b PING",
        "a HELLO 3; a PSUBSCRIBE x; a SUBSCRIBE x; b HELLO 3; b PUBLISH x m; a PING; a PUBLISH x n",
        "a SUBSCRIBE x; b PUBSUB NUMSUB x; b PUBSUB CHANNELS; a RESET; b PUBSUB NUMSUB x",
        "a SUBSCRIBE x y; b PUBLISH y m; a UNSUBSCRIBE x; b PUBLISH x m; b PUBLISH y n; a PING"
      })
  void answersSeveralClientsAsRedisDoes(String lines) {
    assertThat(conversation(server.port(), lines)).isEqualTo(conversation(redisPort, lines));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pubsub_channels", "pubsub_patterns", "pubsubshard_channels"})
  void countsInInfoAsRedisDoes(String field) {
    List<Long> figures =
        Stream.of(server.port(), redisPort)
            .map(
                port -> {
                  try (Peer subscriber = Peer.to(port);
                      Peer peer = Peer.to(port)) {
                    subscriber.send("SUBSCRIBE a b\r\nPSUBSCRIBE c d e\r\nSSUBSCRIBE f\r\n");
                    subscriber.send("PING heard\r\n");
                    while (!subscriber.line().equals("heard")) {
                      // the confirmations
                    }
                    return peer.info(field);
                  }
                })
            .toList();
    assertThat(figures.get(0)).isEqualTo(figures.get(1)).isPositive();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
