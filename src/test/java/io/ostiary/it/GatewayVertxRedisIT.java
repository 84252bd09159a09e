package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayVertxRedisIT {

  @RegisterExtension static final EachGateway gateway = new EachGateway();
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    if (vertx != null) {
      get(vertx.close());
    }
  }

  @ParameterizedTest
  @EnumSource
  void getsTheRepliesOfABatchInOrder(ProtocolVersion version) throws TimeoutException {
    Redis redis = client(version);
    List<Request> batch =
        IntStream.range(0, 1_000)
            .boxed()
            .flatMap(
                i ->
                    List.of(
                        Request.cmd(Command.SET).arg("batch:" + i).arg("value " + i),
                        Request.cmd(Command.GET).arg("batch:" + i))
                        .stream())
            .toList();

    List<Response> replies = get(redis.batch(batch));

    assertThat(replies).hasSize(2_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(replies.get(2 * i + 1)).hasToString("value " + i);
    }
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void losesNoIncrementOfConnectionsThatWatchTheSameKey(ProtocolVersion version)
      throws TimeoutException {
    Redis redis = client(version);
    List<Future<Void>> working = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      working.add(redis.connect().compose(connection -> incrementWatched(connection, 20)));
    }
    get(Future.all(working));

    assertThat(get(RedisAPI.api(redis).get("watched"))).hasToString("100");
    redis.close();
  }

  private static Future<Void> incrementWatched(RedisConnection connection, int times) {
    if (times == 0) {
      return connection.close();
    }
    RedisAPI redis = RedisAPI.api(connection);
    return redis
        .watch(List.of("watched"))
        .compose(watching -> redis.get("watched"))
        .compose(
            before ->
                redis
                    .multi()
                    .compose(
                        begun ->
                            redis.set(
                                List.of(
                                    "watched",
                                    "" + (before == null ? 1 : before.toInteger() + 1)))))
        .compose(queued -> redis.exec())
        .compose(done -> incrementWatched(connection, done == null ? times : times - 1));
  }

  @ParameterizedTest
  @EnumSource
  void blocksOnAQueueWithoutHoldingUpOthers(ProtocolVersion version) throws TimeoutException {
    Redis redis = client(version);
    RedisConnection blocked = get(redis.connect());
    RedisAPI other = RedisAPI.api(redis);
    Future<Response> popped = RedisAPI.api(blocked).blpop(List.of("queue", "0"));
    await().until(() -> RedisCli.ask(gateway.redisPort(), "INFO").contains("blocked_clients:1"));

    get(other.set(List.of("meanwhile", "done")));
    assertThat(popped.isComplete()).isFalse();
    get(other.lpush(List.of("queue", "element")));

    assertThat(get(popped).get(1)).hasToString("element");
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void hearsWhatIsPublished(ProtocolVersion version) throws TimeoutException {
    Redis redis = client(version);
    RedisConnection subscriber = get(redis.connect());
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    subscriber.handler(push -> heard.add(push.get(0) + " " + push.get(2)));
    get(RedisAPI.api(subscriber).subscribe(List.of("channel")));
    // The client's future does not wait for this.
    await().until(() -> heard.contains("subscribe 1"));
    for (int i = 0; i < 20; i++) {
      get(RedisAPI.api(redis).publish("channel", "" + i));
    }

    List<String> published = IntStream.range(0, 20).mapToObj(i -> "message " + i).toList();
    await().untilAsserted(() -> assertThat(heard).endsWith(published.toArray(String[]::new)));
    assertThat(heard).hasSize(21);
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void readsAHashAsAMapWhereTheProtocolHasMaps(ProtocolVersion version) throws TimeoutException {
    RedisAPI redis = RedisAPI.api(client(version));
    get(redis.hset(List.of("hash", "field", "value", "other", "more")));

    Response hash = get(redis.hgetall("hash"));

    assertThat(hash.get("field")).hasToString("value");
    assertThat(hash.getKeys()).containsExactlyInAnyOrder("field", "other");
    redis.close();
  }

  private static Redis client(ProtocolVersion version) {
    return Redis.createClient(
        vertx,
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + gateway.port())
            .setPreferredProtocolVersion(version)
            .setMaxPoolSize(8)
            .setMaxWaitingHandlers(4_096));
  }

  private static <T> T get(Future<T> future) throws TimeoutException {
    return future.await(Spawned.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
