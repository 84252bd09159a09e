package io.ostiary.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

class GatewayJedisIT {

  private static final int CLIENTS = 8;

  @RegisterExtension static final EachGateway gateway = new EachGateway();

  @BeforeEach
  void forgetScripts() {
    RedisCli.ask(gateway.redisPort(), "SCRIPT", "FLUSH");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void losesNoIncrementOfClientsThatWatchTheSameKey(RedisProtocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    int each = 25;

    Together.run(CLIENTS, i -> () -> incrementWatched(protocol, each));

    try (Jedis jedis = client(protocol)) {
      assertThat(jedis.get("watched")).isEqualTo("" + CLIENTS * each);
    }
  }

  private static int incrementWatched(RedisProtocol protocol, int times) {
    int attempts = 0;
    try (Jedis jedis = client(protocol)) {
      for (int done = 0; done < times; attempts++) {
        jedis.watch("watched");
        String before = jedis.get("watched");
        int next = before == null ? 1 : Integer.parseInt(before) + 1;
        Transaction transaction = jedis.multi();
        transaction.set("watched", "" + next);
        done += transaction.exec() == null ? 0 : 1;
      }
    }
    return attempts;
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void keepsTransactionsOfManyClientsApart(RedisProtocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Boolean> apart = Together.run(CLIENTS, i -> () -> incrementsTwiceAtOnce(protocol));

    assertThat(apart).containsOnly(true);
  }

  private static boolean incrementsTwiceAtOnce(RedisProtocol protocol) {
    boolean apart = true;
    try (Jedis jedis = client(protocol)) {
      for (int i = 0; i < 100; i++) {
        Transaction transaction = jedis.multi();
        Response<Long> first = transaction.incr("twice");
        Response<Long> second = transaction.incr("twice");
        transaction.exec();
        apart &= second.get() == first.get() + 1;
      }
    }
    return apart;
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void discardsATransaction(RedisProtocol protocol) {
    try (Jedis jedis = client(protocol)) {
      Transaction transaction = jedis.multi();
      transaction.set("discarded", "1");
      transaction.discard();

      assertThat(jedis.exists("discarded")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void givesEachElementOfAQueueToOneOfTheClientsThatBlock(RedisProtocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    int elements = 200;
    int each = elements / CLIENTS;

    List<List<String>> taken =
        Together.run(CLIENTS + 1, i -> i == 0 ? pushes(protocol, elements) : pops(protocol, each));

    assertThat(taken.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, elements).mapToObj(Integer::toString).toList());
  }

  private static Callable<List<String>> pushes(RedisProtocol protocol, int count) {
    return () -> {
      try (Jedis jedis = client(protocol)) {
        IntStream.range(0, count).forEach(i -> jedis.lpush("queue", "" + i));
      }
      return List.of();
    };
  }

  private static Callable<List<String>> pops(RedisProtocol protocol, int count) {
    return () -> {
      List<String> popped = new ArrayList<>();
      try (Jedis jedis = client(protocol)) {
        for (int i = 0; i < count; i++) {
          popped.add(jedis.brpop(0, "queue").get(1));
        }
      }
      return popped;
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void sendsAScriptWhereItsDigestIsNotKnown(RedisProtocol protocol) {
    String script = "return {KEYS[1], redis.call('INCR', KEYS[1]), ARGV[1]}";
    try (Jedis jedis = client(protocol)) {
      List<String> key = List.of("scripted");
      List<String> argument = List.of("given");
      String digest = "b".repeat(40);
      assertThatThrownBy(() -> jedis.evalsha(digest, key, argument))
          .isInstanceOf(JedisNoScriptException.class);

      assertThat(jedis.eval(script, key, argument)).isEqualTo(List.of("scripted", 1L, "given"));
      assertThat(jedis.evalsha(jedis.scriptLoad(script), key, argument))
          .isEqualTo(List.of("scripted", 2L, "given"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void getsTheRepliesOfPipelinesOfManyClientsInOrder(RedisProtocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Boolean> inOrder = Together.run(CLIENTS, i -> () -> pipesInOrder(protocol, "piped:" + i));

    assertThat(inOrder).containsOnly(true);
  }

  private static boolean pipesInOrder(RedisProtocol protocol, String prefix) {
    try (Jedis jedis = client(protocol);
        Pipeline pipeline = jedis.pipelined()) {
      List<Response<String>> answers = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        pipeline.set(prefix + i, prefix + " value " + i);
        answers.add(pipeline.get(prefix + i));
      }
      pipeline.sync();
      return IntStream.range(0, answers.size())
          .allMatch(i -> answers.get(i).get().equals(prefix + " value " + i));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void scansAllKeysOfTheDatabaseThatItSelected(RedisProtocol protocol) {
    try (Jedis jedis = client(protocol)) {
      jedis.set("elsewhere", "1");
      jedis.select(5);
      IntStream.range(0, 1_000).forEach(i -> jedis.set("scanned:" + i, "" + i));

      Set<String> found = new HashSet<>();
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> part = jedis.scan(cursor, new ScanParams().count(100));
        found.addAll(part.getResult());
        cursor = part.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));

      assertThat(found).hasSize(1_000).allMatch(key -> key.startsWith("scanned:"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void carriesLargeValuesUnchanged(RedisProtocol protocol)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Boolean> unchanged =
        Together.run(3, i -> () -> carriesUnchanged(protocol, "large:" + i, 3_000_000 + i));

    assertThat(unchanged).containsOnly(true);
  }

  private static boolean carriesUnchanged(RedisProtocol protocol, String key, int bytes) {
    byte[] value = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      value[i] = (byte) (i * 31 + i / 7);
    }
    try (Jedis jedis = client(protocol)) {
      boolean unchanged = true;
      for (int i = 0; i < 3; i++) {
        jedis.set(key.getBytes(UTF_8), value);
        unchanged &= Arrays.equals(jedis.get(key.getBytes(UTF_8)), value);
      }
      return unchanged;
    }
  }

  private static Jedis client(RedisProtocol protocol) {
    return new Jedis(
        "127.0.0.1",
        gateway.port(),
        DefaultJedisClientConfig.builder().protocol(protocol).timeoutMillis(10_000).build());
  }
}
