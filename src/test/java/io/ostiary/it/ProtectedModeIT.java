package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protected mode, with a peer in another network namespace. */
class ProtectedModeIT {

  private static final String PORT = "6379";

  private static NetworkPair network;
  private static OstiaryProcess server;

  @BeforeAll
  static void start() {
    Tool.need("redis-cli", "bash", "timeout");
    network = NetworkPair.create();
    server =
        Start.jar("--bind", "*", "-::*", "--port", PORT).under(network.onServerHost()).untilReady();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @AfterEach
  void protectAgain() {
    assertThat(atServer("CONFIG", "SET", "protected-mode", "yes", "requirepass", ""))
        .isEqualTo("OK");
  }

  // The last one sends a lot before it reads.
  @ParameterizedTest
  @ValueSource(strings = {"", "printf 'PING\\r\\n' >&3;", "head -c 100000 /dev/zero >&3;"})
  void aPeerOnAnotherHostReadsOneLineThatSaysWhy(String before) {
    Ended peer = raw(NetworkPair.SERVER, before);

    assertThat(peer.out()).startsWith("-DENIED ").endsWith("\r\n").hasLineCount(1);
    assertThat(peer.out()).contains("loopback", "requirepass", "protected-mode no");
    assertThat(peer.status()).as("the end, and no reset: %s", peer.err()).isZero();
  }

  @Test
  void aPeerOnAnotherHostIsDeniedOverIpv6Too() {
    Tool.given(network.hasIpv6(), "IPv6");

    assertThat(raw(NetworkPair.SERVER_IPV6, "").out()).startsWith("-DENIED ").hasLineCount(1);
  }

  @Test
  void redisCliOnAnotherHostShowsWhy() {
    assertThat(atClient("PING")).startsWith("DENIED Ostiary is in protected mode");
  }

  @Test
  void aRefusalIsCounted() {
    long before = stat("rejected_connections");
    long admitted = stat("total_connections_received");

    assertThat(raw(NetworkPair.SERVER, "").out()).startsWith("-DENIED ");

    assertThat(stat("rejected_connections")).isEqualTo(before + 1);
    // Each INFO takes a connection, which counts.
    assertThat(stat("total_connections_received")).isEqualTo(admitted + 2);
  }

  @Test
  void withAPasswordThePeerComesInAndMustGiveIt() {
    assertThat(atServer("CONFIG", "SET", "requirepass", "sesame")).isEqualTo("OK");
    try {
      assertThat(atClient("PING")).isEqualTo("NOAUTH Authentication required.");
      assertThat(atClient("--no-auth-warning", "-a", "sesame", "PING")).isEqualTo("PONG");
    } finally {
      assertThat(atServer("--no-auth-warning", "-a", "sesame", "CONFIG", "SET", "requirepass", ""))
          .isEqualTo("OK");
    }
    assertThat(atClient("PING")).startsWith("DENIED ");
  }

  @Test
  void withoutProtectionThePeerComesIn() {
    assertThat(atServer("CONFIG", "SET", "protected-mode", "no")).isEqualTo("OK");
    assertThat(atClient("PING")).isEqualTo("PONG");

    assertThat(atServer("CONFIG", "SET", "protected-mode", "yes")).isEqualTo("OK");
    assertThat(atClient("PING")).startsWith("DENIED ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"})
  void aPeerOnTheLoopbackInterfaceIsNeverRefused(String address) {
    assertThat(network.runAtServer("redis-cli", "-h", address, "PING").out().strip())
        .isEqualTo("PONG");
  }

  /** Runs a command on the other host; returns all that its connection reads. */
  private static Ended raw(String address, String before) {
    String script =
        "exec 3<>/dev/tcp/" + address + "/" + PORT + " || exit 9; " + before + " exec cat <&3";
    return network.runAtClient("timeout", "20", "bash", "-c", script);
  }

  private static String atServer(String... arguments) {
    return network.runAtServer(redisCli("127.0.0.1", arguments)).out().strip();
  }

  private static String atClient(String... arguments) {
    return network.runAtClient(redisCli(NetworkPair.SERVER, arguments)).out().strip();
  }

  private static String[] redisCli(String host, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = "redis-cli";
    command[1] = "-h";
    command[2] = host;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return command;
  }

  private static long stat(String field) {
    return atServer("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1).strip()))
        .findFirst()
        .orElseThrow();
  }
}
