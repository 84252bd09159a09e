package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LettuceIT {

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
  @EnumSource
  void shakesHands(ProtocolVersion version) {
    try (RedisClient lettuce = client(version, PASSWORD);
        StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      assertThat(connection.sync().ping()).isEqualTo("PONG");
      assertThat(connection.sync().clientList())
          .contains("lib-name=Lettuce")
          .contains(version == ProtocolVersion.RESP3 ? "resp=3" : "resp=2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void getsTheRepliesOfAnAsynchronousPipelineInOrder(ProtocolVersion version)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (RedisClient lettuce = client(version, PASSWORD);
        StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      connection.setAutoFlushCommands(false);
      RedisFuture<Long> removed = connection.async().del("async");
      List<RedisFuture<Long>> counted = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        counted.add(connection.async().incr("async"));
      }
      connection.flushCommands();

      assertThat(removed.get(Spawned.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isNotNegative();
      assertThat(LettuceFutures.awaitAll(Spawned.PATIENCE, counted.toArray(RedisFuture[]::new)))
          .isTrue();
      for (int i = 0; i < counted.size(); i++) {
        assertThat(counted.get(i).get()).isEqualTo(i + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackAfterItWasKilled(ProtocolVersion version) {
    try (RedisClient lettuce = client(version, PASSWORD);
        StatefulRedisConnection<String, String> victim = lettuce.connect();
        StatefulRedisConnection<String, String> killer = lettuce.connect()) {
      RedisCommands<String, String> commands = victim.sync();
      long before = commands.clientId();

      assertThat(killer.sync().clientKill(KillArgs.Builder.id(before))).isEqualTo(1);

      // A command that was under way may be lost with its connection, and is waited for as long as
      // any: then the next one has to be served.
      await()
          .atMost(Spawned.PATIENCE.multipliedBy(2))
          .ignoreExceptions()
          .until(() -> commands.clientId() > before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isToldThatThePasswordIsWrong(ProtocolVersion version) {
    try (RedisClient lettuce = client(version, "sesame")) {
      assertThatThrownBy(lettuce::connect)
          .hasStackTraceContaining("WRONGPASS invalid username-password pair or user is disabled.");
    }
  }

  /** Connecting takes a cold Lettuce seconds of CPU time, so its default of 10 s is short. */
  private static RedisClient client(ProtocolVersion version, String password) {
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(server.port())
            .withPassword(password.toCharArray())
            .withTimeout(Spawned.PATIENCE)
            .build();
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .protocolVersion(version)
            .socketOptions(SocketOptions.builder().connectTimeout(Spawned.PATIENCE).build())
            .build());
    return client;
  }
}
