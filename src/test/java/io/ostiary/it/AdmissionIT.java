package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of admission, with a peer on another host: in another network namespace. */
class AdmissionIT {

  private static final String PORT = "6379";
  private static final String CLIENT = "10.200.77.2";
  private static final String CLIENT_IPV6_NETWORK = "fd00:200:77::/64";

  private static NetworkPair network;
  private static OstiaryProcess server;

  @BeforeAll
  static void start() {
    Tool.need("redis-cli", "bash", "timeout");
    network = NetworkPair.create();
    server =
        Start.jar("--bind", "*", "-::*", "--port", PORT, "--protected-mode", "no")
            .under(network.onServerHost())
            .untilReady();
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
  void openAgain() {
    List<String> usual = new ArrayList<>(List.of("CONFIG", "SET"));
    usual.addAll(List.of("deny-from", "", "allow-from", "", "priority-subnets", ""));
    usual.addAll(List.of("maxclients-per-address", "0", "max-connection-rate-per-address", "0"));
    usual.addAll(List.of("max-connection-rate", "0", "maxclients-full", "refuse"));
    usual.addAll(List.of("maxclients-reserved", "0", "maxclients", "1000"));
    // The rate by address holds for this host, too.
    await().untilAsserted(() -> assertThat(atServer(usual.toArray(String[]::new))).isEqualTo("OK"));
  }

  @Test
  void aHostInDenyFromReadsWhyOverBothFamilies() {
    assertThat(set("deny-from", CLIENT + " " + CLIENT_IPV6_NETWORK)).isEqualTo("OK");
    assertThat(atClient(NetworkPair.SERVER, "PING")).contains("DENIED", "deny-from");
    assertThat(atServer("PING")).isEqualTo("PONG");
    assertThat(atServer("CLIENT", "REFUSALS", "COUNT", "1"))
        .contains(" addr=" + CLIENT + ":", " listener=tcp rule=deny-from ");
    Tool.given(network.hasIpv6(), "IPv6");
    assertThat(atClient(NetworkPair.SERVER_IPV6, "PING")).contains("DENIED", "deny-from");
  }

  @Test
  void aHostOutsideAllowFromReadsWhy() {
    assertThat(set("allow-from", "127.0.0.0/8")).isEqualTo("OK");
    assertThat(atClient(NetworkPair.SERVER, "PING")).contains("DENIED", "allow-from");
    assertThat(set("allow-from", "127.0.0.0/8 10.200.77.0/24")).isEqualTo("OK");
    assertThat(atClient(NetworkPair.SERVER, "PING")).isEqualTo("PONG");
  }

  @Test
  void aHostHasItsNumberOfClientsAndOthersHaveTheirs() {
    assertThat(set("maxclients-per-address", "2")).isEqualTo("OK");
    assertThat(lastOf(3)).contains("(maxclients-per-address)");
    assertThat(atServer("PING")).isEqualTo("PONG");
  }

  @Test
  void aHostHasItsRateAndOthersHaveTheirs() {
    assertThat(set("max-connection-rate-per-address", "1")).isEqualTo("OK");
    assertThat(lastOf(20)).contains("(max-connection-rate-per-address)");
    assertThat(atServer("PING")).isEqualTo("PONG");
  }

  @Test
  void aHostOfHigherStandingComesInWhereOthersNoLongerDo() {
    assertThat(
            atServer(
                "CONFIG",
                "SET",
                "maxclients",
                "3",
                "maxclients-reserved",
                "2",
                "priority-subnets",
                "127.0.0.0/8"))
        .isEqualTo("OK");
    assertThat(lastOf(2)).contains("max number of clients reached");
    assertThat(atServer("PING")).isEqualTo("PONG");
  }

  /** Opens so many connections on the other host; what the last one reads, if anything. */
  private static String lastOf(int connections) {
    String open = "exec {last}<>/dev/tcp/" + NetworkPair.SERVER + "/" + PORT + " || exit 9; ";
    String script = open.repeat(connections) + "timeout 5 cat <&$last";
    return network.runAtClient("timeout", "30", "bash", "-c", script).out();
  }

  private static String set(String directive, String value) {
    return atServer("CONFIG", "SET", directive, value);
  }

  private static String atServer(String... arguments) {
    return network.runAtServer(redisCli("127.0.0.1", arguments)).out().strip();
  }

  private static String atClient(String host, String... arguments) {
    Ended ended = network.runAtClient(redisCli(host, arguments));
    return (ended.out() + ended.err()).strip();
  }

  private static String[] redisCli(String host, String... arguments) {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-h", host));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }
}
