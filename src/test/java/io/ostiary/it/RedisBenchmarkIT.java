package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisBenchmarkIT {

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void isServedToTheEnd(int pipeline) {
    Tool.need("redis-benchmark");
    try (OstiaryProcess server = Start.onFreePort().untilReady()) {
      Ended benchmark =
          Spawned.run(
              List.of(
                  "redis-benchmark",
                  "-p",
                  "" + server.port(),
                  "-t",
                  "ping,set,get,incr",
                  "-n",
                  "20000",
                  "-c",
                  "50",
                  "-P",
                  "" + pipeline,
                  "-q"));

      assertThat(benchmark.status()).as("%s", benchmark).isZero();
      assertThat(benchmark.out() + benchmark.err()).doesNotContainIgnoringCase("error");
      assertThat(benchmark.out())
          .contains("PING_INLINE: ", "PING_MBULK: ", "SET: ", "GET: ", "INCR: ");
      assertThat(RedisCli.ask(server.port(), "GET", "counter:__rand_int__")).isEqualTo("20000");
    }
  }
}
