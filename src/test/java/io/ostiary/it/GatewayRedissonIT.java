package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.RBatch;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RFuture;
import org.redisson.api.RLock;
import org.redisson.api.RMap;
import org.redisson.api.RTopic;
import org.redisson.api.RTransaction;
import org.redisson.api.RedissonClient;
import org.redisson.api.TransactionOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;

/** Its locks and queues are scripts, WAIT, blocking commands and subscriptions together. */
class GatewayRedissonIT {

  @RegisterExtension static final EachGateway gateway = new EachGateway();

  @ParameterizedTest
  @EnumSource
  void holdsALockInOneProgramAtATime(Protocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    int threads = 4;
    int each = 10;
    RedissonClient one = client(protocol);
    RedissonClient other = client(protocol);
    try {
      Together.run(threads, i -> incrementsLocked(i % 2 == 0 ? one : other, each));

      assertThat(one.getBucket("guarded").get()).isEqualTo("" + threads * each);
      assertThat(one.getLock("lock").isLocked()).isFalse();
    } finally {
      one.shutdown();
      other.shutdown();
    }
  }

  /** Reads and writes in two steps, so that only the lock keeps increments from being lost. */
  private static Callable<Integer> incrementsLocked(RedissonClient redisson, int times) {
    return () -> {
      RLock lock = redisson.getLock("lock");
      for (int i = 0; i < times; i++) {
        lock.lock();
        try {
          Object before = redisson.getBucket("guarded").get();
          int next = before == null ? 1 : Integer.parseInt(before.toString()) + 1;
          redisson.getBucket("guarded").set("" + next);
        } finally {
          lock.unlock();
        }
      }
      return times;
    };
  }

  @ParameterizedTest
  @EnumSource
  void keepsAMap(Protocol protocol) {
    RedissonClient redisson = client(protocol);
    try {
      RMap<String, String> map = redisson.getMap("map");
      for (int i = 0; i < 300; i++) {
        map.fastPut("key " + i, "value " + i);
      }

      assertThat(map.putIfAbsent("key 7", "another")).isEqualTo("value 7");
      assertThat(map.replace("key 8", "value 8", "replaced")).isTrue();
      assertThat(map.get("key 8")).isEqualTo("replaced");
      assertThat(map.readAllMap()).hasSize(300).containsEntry("key 299", "value 299");
      assertThat(map.keySet(50)).hasSize(300);
    } finally {
      redisson.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesFromABlockingQueueInManyThreads(Protocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    int threads = 6;
    int each = 20;
    RedissonClient redisson = client(protocol);
    try {
      List<List<String>> taken =
          Together.run(
              threads + 1, i -> i == 0 ? offers(redisson, threads * each) : takes(redisson, each));

      assertThat(taken.stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, threads * each).mapToObj(Integer::toString).toList());
    } finally {
      redisson.shutdown();
    }
  }

  private static Callable<List<String>> offers(RedissonClient redisson, int count) {
    return () -> {
      RBlockingQueue<String> queue = redisson.getBlockingQueue("queue");
      IntStream.range(0, count).forEach(i -> assertThat(queue.offer("" + i)).isTrue());
      return List.of();
    };
  }

  private static Callable<List<String>> takes(RedissonClient redisson, int count) {
    return () -> {
      List<String> taken = new ArrayList<>();
      RBlockingQueue<String> queue = redisson.getBlockingQueue("queue");
      for (int i = 0; i < count; i++) {
        taken.add(queue.poll(20, TimeUnit.SECONDS));
      }
      return taken;
    };
  }

  @ParameterizedTest
  @EnumSource
  void listensToATopic(Protocol protocol) {
    RedissonClient redisson = client(protocol);
    try {
      RTopic topic = redisson.getTopic("topic");
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      topic.addListener(String.class, (channel, message) -> heard.add(message));
      for (int i = 0; i < 50; i++) {
        topic.publish("message " + i);
      }

      await().until(() -> heard.size() == 50);
      assertThat(heard).startsWith("message 0", "message 1").endsWith("message 49");
    } finally {
      redisson.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsABatchAndATransaction(Protocol protocol)
      throws ExecutionException, InterruptedException {
    RedissonClient redisson = client(protocol);
    try {
      RBatch batch = redisson.createBatch();
      List<RFuture<Long>> counted = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        counted.add(batch.getAtomicLong("batched").incrementAndGetAsync());
      }
      batch.execute();
      assertThat(counted.get(499).get()).isEqualTo(500);

      RTransaction transaction = redisson.createTransaction(TransactionOptions.defaults());
      transaction.<String, String>getMap("within").put("key", "value");
      assertThat(redisson.getMap("within").isExists()).isFalse();
      transaction.commit();
      assertThat(redisson.getMap("within").get("key")).isEqualTo("value");
    } finally {
      redisson.shutdown();
    }
  }

  private static RedissonClient client(Protocol protocol) {
    Config config = new Config();
    config.setProtocol(protocol);
    config.setCodec(StringCodec.INSTANCE);
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + gateway.port())
        .setConnectionPoolSize(16)
        .setConnectionMinimumIdleSize(2)
        .setTimeout(10_000);
    return Redisson.create(config);
  }
}
