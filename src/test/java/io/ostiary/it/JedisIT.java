package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;

class JedisIT {

  private static final String PASSWORD = "open sesame";

  private static OstiaryProcess server;

  @BeforeAll
  static void start() {
    server = Start.onFreePort("--requirepass", PASSWORD).untilReady();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void sharesAPoolAmongThreads(RedisProtocol protocol)
      throws InterruptedException, ExecutionException {
    int threads = 8;
    int each = 200;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (RedisClient jedis = client(protocol, PASSWORD)) {
      jedis.del("pooled");
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        working.add(executor.submit(() -> IntStream.range(0, each).forEach(n -> count(jedis))));
      }
      for (Future<?> one : working) {
        one.get();
      }
      assertThat(jedis.get("pooled")).isEqualTo("" + threads * each);
    } finally {
      executor.shutdownNow();
    }
  }

  private static void count(RedisClient jedis) {
    assertThat(jedis.incr("pooled")).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void getsTheRepliesOfAPipelineInOrder(RedisProtocol protocol) {
    try (RedisClient jedis = client(protocol, PASSWORD);
        Pipeline pipeline = jedis.pipelined()) {
      List<Response<String>> answers = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        pipeline.set("piped:" + i, "value " + i);
        answers.add(pipeline.get("piped:" + i));
      }
      pipeline.sync();

      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo("value " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void isListedUnderItsNames(RedisProtocol protocol) {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port(), config(protocol, PASSWORD))) {
      assertThat(jedis.clientList())
          .contains(" name=door-tester ", " lib-name=jedis")
          .containsPattern(" lib-ver=\\d+\\.\\d+")
          .contains(" resp=" + protocol.version());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void isToldThatThePasswordIsWrong(RedisProtocol protocol) {
    assertThatThrownBy(
            () -> {
              try (RedisClient jedis = client(protocol, "sesame")) {
                jedis.ping();
              }
            })
        .hasStackTraceContaining("WRONGPASS invalid username-password pair or user is disabled.");
  }

  private static RedisClient client(RedisProtocol protocol, String password) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(4);
    return RedisClient.builder()
        .hostAndPort("127.0.0.1", server.port())
        .poolConfig(pool)
        .clientConfig(config(protocol, password))
        .build();
  }

  private static JedisClientConfig config(RedisProtocol protocol, String password) {
    return DefaultJedisClientConfig.builder()
        .protocol(protocol)
        .password(password)
        .clientName("door-tester")
        .build();
  }
}
