package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.KillArgs;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayLettuceIT {

  @RegisterExtension static final EachGateway gateway = new EachGateway();

  @BeforeEach
  void forgetScripts() {
    RedisCli.ask(gateway.redisPort(), "SCRIPT", "FLUSH");
  }

  @ParameterizedTest
  @EnumSource
  void losesNoIncrementOfClientsThatWatchTheSameKey(ProtocolVersion version)
      throws InterruptedException, ExecutionException, TimeoutException {
    int clients = 6;
    int each = 25;
    try (RedisClient lettuce = client(version)) {
      Together.run(clients, i -> () -> incrementWatched(lettuce, each));

      try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
        assertThat(connection.sync().get("watched")).isEqualTo("" + clients * each);
      }
    }
  }

  private static int incrementWatched(RedisClient lettuce, int times) {
    int attempts = 0;
    try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      RedisCommands<String, String> commands = connection.sync();
      for (int done = 0; done < times; attempts++) {
        commands.watch("watched");
        String before = commands.get("watched");
        commands.multi();
        commands.set("watched", "" + (before == null ? 1 : Integer.parseInt(before) + 1));
        TransactionResult result = commands.exec();
        done += result.wasDiscarded() ? 0 : 1;
      }
    }
    return attempts;
  }

  @ParameterizedTest
  @EnumSource
  void sendsATransactionInOnePiece(ProtocolVersion version)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (RedisClient lettuce = client(version);
        StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      connection.setAutoFlushCommands(false);
      List<RedisFuture<?>> queued = new ArrayList<>();
      List<RedisFuture<TransactionResult>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        queued.add(connection.async().multi());
        queued.add(connection.async().incr("pieces"));
        queued.add(connection.async().incr("pieces"));
        results.add(connection.async().exec());
      }
      connection.flushCommands();

      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get(10, TimeUnit.SECONDS))
            .containsExactly(2L * i + 1, 2L * i + 2);
      }
      assertThat(queued).allMatch(RedisFuture::isDone);
    }
  }

  @ParameterizedTest
  @EnumSource
  void getsTheRepliesOfAnAsynchronousPipelineInOrder(ProtocolVersion version)
      throws InterruptedException, ExecutionException {
    try (RedisClient lettuce = client(version);
        StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      List<RedisFuture<Long>> counted = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        counted.add(connection.async().incr("async"));
      }

      assertThat(LettuceFutures.awaitAll(Spawned.PATIENCE, counted.toArray(RedisFuture[]::new)))
          .isTrue();
      for (int i = 0; i < counted.size(); i++) {
        assertThat(counted.get(i).get()).isEqualTo(i + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void blocksWithoutHoldingUpOthers(ProtocolVersion version)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (RedisClient lettuce = client(version);
        StatefulRedisConnection<String, String> blocked = lettuce.connect();
        StatefulRedisConnection<String, String> other = lettuce.connect()) {
      RedisFuture<KeyValue<String, String>> popped = blocked.async().blpop(0, "queue");
      RedisFuture<String> behind = blocked.async().ping();
      await().until(() -> RedisCli.ask(gateway.redisPort(), "INFO"), this::hasOneBlocked);

      other.sync().set("meanwhile", "done");
      assertThat(other.sync().get("meanwhile")).isEqualTo("done");
      assertThat(behind.isDone()).isFalse();
      other.sync().rpush("queue", "element");

      assertThat(popped.get(10, TimeUnit.SECONDS)).isEqualTo(KeyValue.just("queue", "element"));
      assertThat(behind.get(10, TimeUnit.SECONDS)).isEqualTo("PONG");
    }
  }

  private boolean hasOneBlocked(String info) {
    return info.contains("blocked_clients:1");
  }

  @ParameterizedTest
  @EnumSource
  void sendsAScriptWhereItsDigestIsNotKnown(ProtocolVersion version) {
    String script = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
    try (RedisClient lettuce = client(version);
        StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      RedisCommands<String, String> commands = connection.sync();
      String digest = commands.digest(script);
      String[] keys = {"scripted"};
      assertThatThrownBy(() -> commands.evalsha(digest, ScriptOutputType.INTEGER, keys, "7"))
          .isInstanceOf(RedisNoScriptException.class);

      Long first = commands.eval(script, ScriptOutputType.INTEGER, keys, "7");
      Long second = commands.evalsha(digest, ScriptOutputType.INTEGER, keys, "7");

      assertThat(first).isEqualTo(7);
      assertThat(second).isEqualTo(14);
    }
  }

  @ParameterizedTest
  @EnumSource
  void scansAllKeys(ProtocolVersion version) {
    try (RedisClient lettuce = client(version);
        StatefulRedisConnection<String, String> connection = lettuce.connect()) {
      List<String> found = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        connection.sync().set("scanned:" + i, "" + i);
      }
      ScanArgs args = ScanArgs.Builder.limit(50).match("scanned:*");
      KeyScanCursor<String> cursor = connection.sync().scan(args);
      found.addAll(cursor.getKeys());
      while (!cursor.isFinished()) {
        cursor = connection.sync().scan(cursor, args);
        found.addAll(cursor.getKeys());
      }

      assertThat(found).hasSizeGreaterThanOrEqualTo(500).contains("scanned:0", "scanned:499");
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackAfterItWasKilled(ProtocolVersion version) {
    try (RedisClient lettuce = client(version);
        StatefulRedisConnection<String, String> victim = lettuce.connect();
        StatefulRedisConnection<String, String> killer = lettuce.connect()) {
      long before = victim.sync().clientId();

      assertThat(killer.sync().clientKill(KillArgs.Builder.id(before))).isEqualTo(1);

      await().ignoreExceptions().until(() -> victim.sync().clientId() > before);
      assertThat(victim.sync().incr("back")).isEqualTo(1);
    }
  }

  @Test
  void isToldWhatOthersChangedOfWhatItTracks() {
    try (RedisClient lettuce = client(ProtocolVersion.RESP3);
        StatefulRedisConnection<String, String> tracking = lettuce.connect();
        StatefulRedisConnection<String, String> other = lettuce.connect()) {
      Queue<String> pushes = new ConcurrentLinkedQueue<>();
      tracking.addListener(push -> pushes.add(push.getType()));
      tracking.sync().clientTracking(TrackingArgs.Builder.enabled());
      assertThat(tracking.sync().get("tracked")).isNull();

      other.sync().set("tracked", "changed");

      await().until(() -> pushes.contains("invalidate"));
      assertThat(tracking.sync().get("tracked")).isEqualTo("changed");
    }
  }

  private static RedisClient client(ProtocolVersion version) {
    RedisURI uri = RedisURI.create("127.0.0.1", gateway.port());
    uri.setTimeout(Duration.ofSeconds(10));
    RedisClient client = RedisClient.create(uri);
    client.setOptions(ClientOptions.builder().protocolVersion(version).build());
    return client;
  }
}
