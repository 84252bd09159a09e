package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;

/** The clients that people use, against the packaged server. */
final class RealClientsIT {

  private static Program server;

  @BeforeAll
  static void start() {
    server = Program.serving("--port", "-1");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void redisCliAsksAndIsAnswered() {
    Tool.require("redis-cli");
    int port = server.port();
    assertThat(Tool.redisCli(port, "PING")).isEqualTo("PONG");
    assertThat(Tool.redisCli(port, "SET", "cli", "a value\r\n with lines")).isEqualTo("OK");
    assertThat(Tool.redisCli(port, "--raw", "GET", "cli")).contains("with lines");
    assertThat(Tool.redisCli(port, "INFO", "server")).contains("server_name:ostiary");
    assertThat(Tool.redisCli(port, "-3", "HELLO")).contains("ostiary");
    assertThat(Tool.redisCli(port, "CLIENT", "LIST")).startsWith("id=").contains("cmd=client|list");
    assertThat(Tool.redisCli(port, "COMMAND", "DOCS", "GET")).contains("summary");
    assertThat(Tool.run("redis-cli", "-p", "" + port, "NOSUCH", "x").output())
        .contains("ERR unknown command 'NOSUCH', with args beginning with: 'x'");
  }

  @Test
  void redisCliTakesAScriptOfCommands() {
    Tool.require("redis-cli");
    Tool.Result result =
        Tool.runWith(
            "SET script 1\nINCR script\nGET script\n", "redis-cli", "-p", "" + server.port());
    assertThat(result.output().lines()).containsExactly("OK", "2", "2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void redisBenchmarkRunsToItsEnd(int pipeline) {
    Tool.require("redis-benchmark");
    Tool.Result result =
        Tool.run(
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
            "-q");
    assertThat(result.status()).isZero();
    assertThat(result.output()).doesNotContainIgnoringCase("err").doesNotContain("WARN");
    assertThat(result.output()).contains("PING_INLINE", "PING_MBULK", "SET", "GET", "INCR");
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void jedisPipelinesInBothProtocols(RedisProtocol protocol) {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder().protocol(protocol).clientName("tester").build();
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", server.port()), config)) {
      jedis.set("jedis", "value");
      assertThat(jedis.get("jedis")).isEqualTo("value");
      assertThat(jedis.clientGetname()).isEqualTo("tester");
      Pipeline pipeline = jedis.pipelined();
      for (int i = 0; i < 1_000; i++) {
        pipeline.incr("jedis:" + protocol);
      }
      List<Object> replies = pipeline.syncAndReturnAll();
      assertThat(replies).hasSize(1_000).last().isEqualTo(1_000L);
      assertThat(jedis.clientList()).contains("name=tester", "lib-name=jedis");
    }
  }

  @Test
  void jedisPoolsItsConnections() {
    try (redis.clients.jedis.RedisClient pool =
        redis.clients.jedis.RedisClient.create("127.0.0.1", server.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(pool.ping()).isEqualTo("PONG");
      }
    }
  }

  @Test
  void jedisIsToldOfAWrongPassword() {
    try (Program secured = Program.serving("--port", "-1", "--requirepass", "secret")) {
      HostAndPort address = new HostAndPort("127.0.0.1", secured.port());
      try (Jedis jedis =
          new Jedis(address, DefaultJedisClientConfig.builder().password("secret").build())) {
        assertThat(jedis.ping()).isEqualTo("PONG");
      }
      assertThatThrownBy(
              () ->
                  new Jedis(address, DefaultJedisClientConfig.builder().password("no").build())
                      .ping())
          .isInstanceOf(JedisAccessControlException.class);
    }
  }

  @Test
  void lettuceShakesHandsPipelinesAndComesBackAfterAKill() {
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(server.port())
                .withClientName("lettuce")
                .withTimeout(Duration.ofSeconds(10))
                .build());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      List<RedisFuture<?>> futures = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        futures.add(connection.async().incr("lettuce"));
      }
      assertThat(
              LettuceFutures.awaitAll(Duration.ofSeconds(20), futures.toArray(RedisFuture[]::new)))
          .isTrue();
      assertThat(connection.sync().get("lettuce")).isEqualTo("1000");
      String own = connection.sync().clientList();
      assertThat(own).contains("name=lettuce", "resp=3");

      RedisFuture<Long> killed =
          connection.async().clientKill(KillArgs.Builder.typeNormal().skipme(false));
      assertThat(killed.toCompletableFuture().join()).isPositive();

      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(connection.sync().ping()).isEqualTo("PONG"));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }
}
