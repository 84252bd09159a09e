package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers on another host: two network namespaces, joined by a pair of virtual interfaces. */
final class OtherHostIT {

  private static final String SERVER_IP = "10.213.7.1";
  private static final String PEER_IP = "10.213.7.2";

  private final String here = "ost-a-" + ProcessHandle.current().pid();
  private final String there = "ost-b-" + ProcessHandle.current().pid();
  private Program server;

  @BeforeEach
  void joinTwoHosts() {
    Tool.require("ip", "redis-cli");
    Assumptions.assumeTrue(
        Tool.output("id", "-u").strip().equals("0"), "only root can make network namespaces");
    Tool.output("ip", "netns", "add", here);
    Tool.output("ip", "netns", "add", there);
    Tool.output(
        "ip", "link", "add", "veth0", "netns", here, "type", "veth", "peer", "name", "veth0",
        "netns", there);
    configure(here, SERVER_IP);
    configure(there, PEER_IP);
  }

  @AfterEach
  void partThem() {
    if (server != null) {
      server.close();
    }
    Tool.run("ip", "netns", "delete", here);
    Tool.run("ip", "netns", "delete", there);
  }

  private static void configure(String host, String ip) {
    Tool.output("ip", "-n", host, "addr", "add", ip + "/24", "dev", "veth0");
    Tool.output("ip", "-n", host, "link", "set", "veth0", "up");
    Tool.output("ip", "-n", host, "link", "set", "lo", "up");
  }

  private void serve(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", here));
    command.addAll(Program.command(arguments));
    server = Program.start(command, Map.of()).ready();
  }

  private String cli(String host, String ip, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("ip", "netns", "exec", host, "redis-cli", "-h", ip));
    command.addAll(List.of("-p", String.valueOf(server.port())));
    command.addAll(List.of(arguments));
    return Tool.run(command.toArray(String[]::new)).output().strip();
  }

  @Test
  void withoutAPasswordAnotherHostReadsWhyItIsDenied() {
    serve("--port", "-1");
    // redis-cli has sent its command before it reads.
    assertThat(cli(there, SERVER_IP, "PING"))
        .contains("DENIED Ostiary is in protected mode")
        .contains("requirepass")
        .contains("protected-mode")
        .hasLineCount(1);
    assertThat(cli(here, "127.0.0.1", "PING")).isEqualTo("PONG");
    assertThat(cli(here, "::1", "PING")).isEqualTo("PONG");
    assertThat(cli(here, SERVER_IP, "PING")).contains("DENIED");
    assertThat(cli(here, "127.0.0.1", "INFO", "stats")).contains("rejected_connections:2");
  }

  @Test
  void thePasswordInForceDecidesAndCanBeSetLive() {
    serve("--port", "-1", "--bind", "*");
    assertThat(cli(there, SERVER_IP, "PING")).contains("DENIED");
    assertThat(cli(here, "127.0.0.1", "CONFIG", "SET", "requirepass", "secret")).isEqualTo("OK");
    assertThat(cli(there, SERVER_IP, "PING")).contains("NOAUTH");
    assertThat(cli(there, SERVER_IP, "-a", "secret", "--no-auth-warning", "PING"))
        .isEqualTo("PONG");
  }

  @Test
  void protectionCanBeTurnedOffLive() {
    serve("--port", "-1", "--protected-mode", "no");
    assertThat(cli(there, SERVER_IP, "PING")).isEqualTo("PONG");
    assertThat(cli(here, "127.0.0.1", "CONFIG", "SET", "protected-mode", "yes")).isEqualTo("OK");
    assertThat(cli(there, SERVER_IP, "PING")).contains("DENIED");
  }
}
