package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy before the server, with a client on another host; it also checks the server's health. */
class HaproxyIT {

  private static final String DIRECT = "6379";
  private static final String PROXIED = "6380";
  private static final String V1 = "7001";
  private static final String V2 = "7002";

  private static final String CONFIG =
      """
      defaults
        mode tcp
        timeout connect 5s
        timeout client 30s
        timeout server 30s
      listen one
        bind 0.0.0.0:7001
        server ostiary 127.0.0.1:6380 send-proxy check inter 100
      listen two
        bind 0.0.0.0:7002
        server ostiary 127.0.0.1:6380 send-proxy-v2 proxy-v2-options unique-id check inter 100
        unique-id-format %rt
      """;

  private static NetworkPair network;
  private static OstiaryProcess server;
  private static Spawned haproxy;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Tool.need("redis-cli", "bash", "timeout", "haproxy");
    network = NetworkPair.create();
    server =
        Start.jar("--bind", "127.0.0.1", "--port", DIRECT)
            .environment("OSTIARY_LISTENER", "front bind=0.0.0.0 port=6380 proxy-protocol=yes")
            .environment("OSTIARY_PROXY_PROTOCOL_NETWORKS", "127.0.0.1")
            .environment("OSTIARY_PROTECTED_MODE", "no")
            .under(network.onServerHost())
            .untilReady();
    Path config = Files.writeString(folder.resolve("haproxy.cfg"), CONFIG);
    List<String> command = new ArrayList<>(List.of(network.onServerHost()));
    command.addAll(List.of("haproxy", "-db", "-f", config.toString()));
    haproxy = Spawned.start(new ProcessBuilder(command));
    await().atMost(Spawned.PATIENCE).until(() -> fromClient(V2, "PING").equals("PONG"));
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable each : new AutoCloseable[] {haproxy, server, network}) {
      if (each != null) {
        try {
          each.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static String fromClient(String port, String... command) {
    List<String> words =
        new ArrayList<>(List.of("redis-cli", "-h", NetworkPair.SERVER, "-p", port));
    words.addAll(List.of(command));
    return network.runAtClient(words.toArray(String[]::new)).out().strip();
  }

  private static String direct(String... command) {
    List<String> words = new ArrayList<>(List.of("redis-cli", "-p", DIRECT));
    words.addAll(List.of(command));
    return network.runAtServer(words.toArray(String[]::new)).out().strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  void theClientOfAnotherHostIsShownWithTheProxy(String port) {
    assertThat(fromClient(port, "CLIENT", "INFO"))
        .contains(" addr=10.200.77.2:", " laddr=127.0.0.1:6380 ")
        .containsPattern("listener=front proxy=127\\.0\\.0\\.1:\\d+$");
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  void protectedModeJudgesTheClientAndNotTheProxy(String port) {
    assertThat(direct("CONFIG", "SET", "protected-mode", "yes")).isEqualTo("OK");
    try {
      assertThat(fromClient(port, "PING")).startsWith("DENIED Ostiary is in protected mode");
    } finally {
      assertThat(direct("CONFIG", "SET", "protected-mode", "no")).isEqualTo("OK");
    }
    assertThat(fromClient(port, "PING")).isEqualTo("PONG");
  }

  @Test
  void whoIsNoProxyAndSaysThatHeIsOneIsClosed() {
    String script =
        "exec 3<>/dev/tcp/"
            + NetworkPair.SERVER
            + "/"
            + PROXIED
            + "; printf 'PROXY TCP4 127.0.0.1 127.0.0.1 1 2\\r\\nPING\\r\\n' >&3; exec cat <&3";
    Ended liar = network.runAtClient("timeout", "20", "bash", "-c", script);

    assertThat(liar.out()).isEmpty();
    assertThat(liar.status()).as("closed, not timed out").isNotEqualTo(124);
    assertThat(direct("INFO", "everything")).containsPattern("proxy_protocol_untrusted:[1-9]");
  }

  @Test
  void theProxysChecksOfItsOwnAreServedAndNotRefused() {
    long before = received();
    await().atMost(Spawned.PATIENCE).until(() -> received() > before + 10);
    assertThat(direct("INFO", "everything"))
        .contains("refusals_proxy_protocol_malformed:0", "refusals_proxy_protocol_late:0");
  }

  private static long received() {
    return direct("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("total_connections_received:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }
}
