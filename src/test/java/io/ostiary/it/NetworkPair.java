package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Two network namespaces joined by a veth pair. Closing removes them. */
final class NetworkPair implements AutoCloseable {

  static final String SERVER = "10.200.77.1";
  static final String SERVER_IPV6 = "fd00:200:77::1";

  private final String serverHost = "ostiary-s" + ProcessHandle.current().pid();
  private final String clientHost = "ostiary-c" + ProcessHandle.current().pid();

  static NetworkPair create() {
    Tool.need("ip");
    Tool.needRoot();
    NetworkPair pair = new NetworkPair();
    try {
      pair.build();
    } catch (Throwable e) {
      pair.close();
      throw e;
    }
    return pair;
  }

  private void build() {
    Ended added = Spawned.run(List.of("ip", "netns", "add", serverHost));
    Tool.given(added.status() == 0, "the right to make network namespaces: " + added.err());
    ip("netns", "add", clientHost);
    ip(
        "link",
        "add",
        "cable",
        "netns",
        serverHost,
        "type",
        "veth",
        "peer",
        "name",
        "cable",
        "netns",
        clientHost);
    up(serverHost, SERVER, SERVER_IPV6);
    up(clientHost, "10.200.77.2", "fd00:200:77::2");
  }

  private void up(String host, String address, String ipv6) {
    ip("-n", host, "addr", "add", address + "/24", "dev", "cable");
    ip("-n", host, "link", "set", "lo", "up");
    ip("-n", host, "link", "set", "cable", "up");
    // Without duplicate detection the address can be used at once. Some kernels have no IPv6.
    Spawned.run(List.of("ip", "-n", host, "addr", "add", ipv6 + "/64", "dev", "cable", "nodad"));
  }

  boolean hasIpv6() {
    List<String> show = List.of("ip", "-n", serverHost, "-6", "addr", "show", "dev", "cable");
    return Spawned.run(show).out().contains(SERVER_IPV6);
  }

  /** The prefix of a command that is to run in the server's namespace. */
  String[] onServerHost() {
    return new String[] {"ip", "netns", "exec", serverHost};
  }

  Ended runAtServer(String... command) {
    return run(serverHost, command);
  }

  Ended runAtClient(String... command) {
    return run(clientHost, command);
  }

  private static Ended run(String host, String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", host));
    words.addAll(List.of(command));
    return Spawned.run(words);
  }

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Ended ended = Spawned.run(command);
    assertThat(ended.status()).as("%s: %s", command, ended.err()).isZero();
  }

  @Override
  public void close() {
    Spawned.run(List.of("ip", "netns", "del", serverHost));
    Spawned.run(List.of("ip", "netns", "del", clientHost));
  }
}
