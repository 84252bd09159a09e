package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisProtocol;

/** Publish and subscribe with stock clients. */
class PubSubClientsIT {

  private static OstiaryProcess server;

  @BeforeAll
  static void start() {
    server = Start.onFreePort("--event-loops", "2").untilReady();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void jedisSubscribesReadsAndUnsubscribes(RedisProtocol protocol) throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    JedisPubSub listener =
        new JedisPubSub() {
          @Override
          public void onMessage(String channel, String message) {
            heard.add(channel + " " + message);
          }

          @Override
          public void onPMessage(String pattern, String channel, String message) {
            heard.add(pattern + " " + channel + " " + message);
          }
        };
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Jedis subscriber = jedis(protocol);
        Jedis publisher = jedis(protocol)) {
      Future<?> listening = executor.submit(() -> subscriber.subscribe(listener, "news", "sports"));
      await().until(() -> publisher.pubsubChannels().size() == 2);
      listener.psubscribe("n*");
      await().until(() -> publisher.pubsubNumPat() == 1);

      assertThat(publisher.publish("news", "one")).isEqualTo(2);
      assertThat(publisher.publish("sports", "two")).isEqualTo(1);
      assertThat(publisher.publish("none", "three")).isEqualTo(1);
      await().until(() -> heard.size() == 4);
      assertThat(heard).containsExactly("news one", "n* news one", "sports two", "n* none three");

      listener.unsubscribe();
      listener.punsubscribe();
      listening.get(30, TimeUnit.SECONDS);
      assertThat(subscriber.ping()).isEqualTo("PONG");
      assertThat(publisher.pubsubChannels()).isEmpty();
    } finally {
      executor.shutdownNow();
    }
  }

  private static Jedis jedis(RedisProtocol protocol) {
    return new Jedis(
        "127.0.0.1",
        server.port(),
        DefaultJedisClientConfig.builder().protocol(protocol).socketTimeoutMillis(30_000).build());
  }

  @ParameterizedTest
  @EnumSource
  void lettuceSubscribesReadsAndUnsubscribes(ProtocolVersion version) {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (RedisClient lettuce = RedisClient.create(RedisURI.create("127.0.0.1", server.port()))) {
      lettuce.setOptions(ClientOptions.builder().protocolVersion(version).build());
      StatefulRedisPubSubConnection<String, String> subscriber = lettuce.connectPubSub();
      StatefulRedisPubSubConnection<String, String> publisher = lettuce.connectPubSub();
      subscriber.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
              heard.add(channel + " " + message);
            }

            @Override
            public void message(String pattern, String channel, String message) {
              heard.add(pattern + " " + channel + " " + message);
            }

            @Override
            public void smessage(String shardChannel, String message) {
              heard.add("shard " + shardChannel + " " + message);
            }
          });
      subscriber.sync().subscribe("news");
      subscriber.sync().psubscribe("n*");

      assertThat(publisher.sync().publish("news", "one")).isEqualTo(2);
      await().until(() -> heard.size() == 2);
      assertThat(heard).containsExactly("news one", "n* news one");

      subscriber.sync().unsubscribe("news");
      subscriber.sync().punsubscribe("n*");
      assertThat(publisher.sync().publish("news", "three")).isZero();
      assertThat(subscriber.sync().ping()).isEqualTo("PONG");

      subscriber.sync().ssubscribe("news");
      assertThat(publisher.sync().spublish("news", "four")).isEqualTo(1);
      await().until(() -> heard.contains("shard news four"));
    }
  }
}
