package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis's own tools at a redis-server through the gateway. */
class GatewayToolsIT {

  @RegisterExtension static final EachGateway gateway = new EachGateway();

  @BeforeAll
  static void start() {
    Tool.need("redis-cli", "redis-benchmark", "stdbuf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "-3"})
  void redisCliReadsTheServersReplies(String protocol) {
    assertThat(RedisCli.ask(port(), protocol, "SET", "greeting", "hello")).isEqualTo("OK");
    assertThat(RedisCli.ask(port(), protocol, "--no-raw", "GET", "greeting"))
        .isEqualTo("\"hello\"");
    assertThat(RedisCli.ask(port(), protocol, "--no-raw", "GET", "nothing")).isEqualTo("(nil)");
    assertThat(RedisCli.ask(port(), protocol, "-n", "3", "DBSIZE")).isEqualTo("0");
    assertThat(RedisCli.ask(port(), protocol, "FLY"))
        .startsWith("ERR unknown command 'FLY', with args beginning with:");
    assertThat(RedisCli.ask(port(), protocol, "LPUSH", "greeting", "x"))
        .isEqualTo("WRONGTYPE Operation against a key holding the wrong kind of value");
  }

  @Test
  void redisCliPipesABulkOfCommands() {
    String commands =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "SET piped:" + i + " " + i + "\r\n")
            .collect(Collectors.joining());
    try (Spawned pipe = Spawned.start(new ProcessBuilder(cli("--pipe")))) {
      pipe.type(commands);
      pipe.endInput();

      Ended ended = pipe.end();
      assertThat(ended.status()).as("%s", ended).isZero();
      assertThat(ended.out()).contains("errors: 0, replies: 20000");
    }
    assertThat(RedisCli.ask(gateway.redisPort(), "DBSIZE")).isEqualTo("20000");
  }

  @Test
  void redisCliLooksForBigKeys() {
    RedisCli.ask(port(), "SET", "string", "x".repeat(100));
    RedisCli.ask(port(), "RPUSH", "list", "a", "b", "c");

    assertThat(RedisCli.ask(port(), "--bigkeys"))
        .contains("Sampled 2 keys in the keyspace!")
        .contains("Biggest   list found '\"list\"' has 3 items")
        .contains("Biggest string found '\"string\"' has 100 bytes");
  }

  @Test
  void redisCliScansByAPattern() {
    IntStream.range(0, 30).forEach(i -> RedisCli.ask(port(), "SET", "scanned:" + i, "x"));
    RedisCli.ask(port(), "SET", "other", "x");

    assertThat(RedisCli.ask(port(), "--scan", "--pattern", "scanned:*").lines()).hasSize(30);
  }

  @Test
  void redisCliShowsTheFigures() {
    RedisCli.ask(port(), "MSET", "a", "1", "b", "2", "c", "3");
    try (Spawned stat = Spawned.start(unbuffered("--stat", "-i", "0.1"))) {
      // keys, mem, clients, blocked, requests (+since the last line), connections
      await()
          .until(
              () ->
                  stat.out()
                      .lines()
                      .anyMatch(line -> line.matches("3 +\\S+ +1 +0 +\\d+ \\(\\+\\d+\\) +\\d+ *")));
    }
  }

  @Test
  void redisCliMonitorsTheCommandsOfOthers() {
    try (Spawned monitor = Spawned.start(unbuffered("MONITOR"))) {
      await().until(() -> monitor.out().startsWith("OK"));
      RedisCli.ask(port(), "SET", "seen by", "the monitor");

      await().until(() -> monitor.out().contains("\"SET\" \"seen by\" \"the monitor\""));
    }
    assertThat(RedisCli.ask(port(), "GET", "seen by")).isEqualTo("the monitor");
  }

  @Test
  void redisBenchmarkRunsAllItsTests() {
    Ended benchmark = benchmark("-n", "2000", "-q");

    assertThat(benchmark.out())
        .contains("PING_INLINE: ", "SET: ", "SPOP: ", "ZPOPMIN: ", "LRANGE_600 ", "MSET (10 keys)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void redisBenchmarkCountsEachRequestOnce(int pipeline) {
    Ended benchmark = benchmark("-n", "20000", "-t", "set,get,incr", "-P", "" + pipeline, "--csv");

    assertThat(benchmark.out().lines()).hasSize(4).anyMatch(line -> line.startsWith("\"INCR\""));
    assertThat(RedisCli.ask(gateway.redisPort(), "GET", "counter:__rand_int__")).isEqualTo("20000");
    assertThat(gateway.upstreamConnections()).isLessThan(10);
  }

  private static Ended benchmark(String... arguments) {
    Ended benchmark = Spawned.run(command("redis-benchmark", arguments));
    assertThat(benchmark.status()).as("%s", benchmark).isZero();
    assertThat(benchmark.out() + benchmark.err()).doesNotContainIgnoringCase("error");
    return benchmark;
  }

  private static ProcessBuilder unbuffered(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stdbuf", "-oL"));
    command.addAll(cli(arguments));
    return new ProcessBuilder(command);
  }

  private static List<String> cli(String... arguments) {
    return command("redis-cli", arguments);
  }

  private static List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-p", "" + port()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static int port() {
    return gateway.port();
  }
}
