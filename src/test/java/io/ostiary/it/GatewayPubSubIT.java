package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Subscribers behind each value of {@code upstream-pubsub}. */
class GatewayPubSubIT {

  private static final int MESSAGES = 200;

  @RegisterExtension
  static final EachGateway pinned = new EachGateway("--upstream-pubsub", "pinned");

  @RegisterExtension
  static final EachGateway shared = new EachGateway("--upstream-pubsub", "shared");

  enum Policy {
    PINNED,
    SHARED;

    int port() {
      return (this == PINNED ? pinned : shared).port();
    }
  }

  static Stream<Arguments> policiesAndVersions() {
    return Stream.of(Policy.values())
        .flatMap(
            policy ->
                Stream.of(ProtocolVersion.values()).map(version -> Arguments.of(policy, version)));
  }

  @ParameterizedTest
  @MethodSource("policiesAndVersions")
  void bringsEachMessageToEachSubscriberInOrder(Policy policy, ProtocolVersion version) {
    String channel = "each:" + version;
    try (RedisClient lettuce = client(policy, version)) {
      List<Queue<String>> heard = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Queue<String> messages = new ConcurrentLinkedQueue<>();
        StatefulRedisPubSubConnection<String, String> connection = lettuce.connectPubSub();
        connection.addListener(hears(messages));
        connection.sync().subscribe(channel);
        heard.add(messages);
      }
      publish(policy, channel, MESSAGES);

      for (Queue<String> messages : heard) {
        await().until(() -> messages.size() == MESSAGES);
        assertThat(messages)
            .containsExactlyElementsOf(IntStream.range(0, MESSAGES).mapToObj(i -> "" + i).toList());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("policiesAndVersions")
  void bringsAPatternsMessagesUntilItIsUnsubscribed(Policy policy, ProtocolVersion version) {
    try (RedisClient lettuce = client(policy, version);
        StatefulRedisPubSubConnection<String, String> connection = lettuce.connectPubSub()) {
      Queue<String> messages = new ConcurrentLinkedQueue<>();
      connection.addListener(hears(messages));
      connection.sync().psubscribe("pattern:" + version + ":*");
      publish(policy, "pattern:" + version + ":a", MESSAGES);
      await().until(() -> messages.size() == MESSAGES);

      connection.sync().punsubscribe();
      connection.sync().subscribe("last:" + version);
      publish(policy, "pattern:" + version + ":b", 1);
      publish(policy, "last:" + version, MESSAGES);

      await().until(() -> messages.size() >= 2 * MESSAGES);
      assertThat(messages).hasSize(2 * MESSAGES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsASubscriberGoOnWithCommandsOverResp3(Policy policy) {
    try (RedisClient lettuce = client(policy, ProtocolVersion.RESP3);
        StatefulRedisPubSubConnection<String, String> connection = lettuce.connectPubSub()) {
      Queue<String> messages = new ConcurrentLinkedQueue<>();
      connection.addListener(hears(messages));
      connection.sync().subscribe("beside");
      publish(policy, "beside", MESSAGES);

      for (int i = 1; i <= 50; i++) {
        assertThat(connection.sync().incr("counted beside")).isEqualTo(i);
      }
      await().until(() -> messages.size() == MESSAGES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesAConnectionBackToCommandsAfterTheLastUnsubscribe(Policy policy) {
    try (Jedis jedis = new Jedis("127.0.0.1", policy.port())) {
      List<String> heard = new ArrayList<>();
      JedisPubSub leavesAfterOne =
          new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int subscribed) {
              publish(policy, channel, 1);
            }

            @Override
            public void onMessage(String channel, String message) {
              heard.add(message);
              unsubscribe();
            }
          };
      jedis.subscribe(leavesAfterOne, "once");

      assertThat(heard).containsExactly("0");
      assertThat(jedis.set("after", "that")).isEqualTo("OK");
      assertThat(jedis.get("after")).isEqualTo("that");
    }
  }

  private static RedisPubSubAdapter<String, String> hears(Queue<String> messages) {
    return new RedisPubSubAdapter<>() {
      @Override
      public void message(String channel, String message) {
        messages.add(message);
      }

      @Override
      public void message(String pattern, String channel, String message) {
        messages.add(message);
      }
    };
  }

  private static void publish(Policy policy, String channel, int messages) {
    try (Jedis jedis = new Jedis("127.0.0.1", policy.port())) {
      IntStream.range(0, messages).forEach(i -> jedis.publish(channel, "" + i));
    }
  }

  private static RedisClient client(Policy policy, ProtocolVersion version) {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + policy.port() + "?timeout=10s");
    client.setOptions(ClientOptions.builder().protocolVersion(version).build());
    return client;
  }
}
