package io.ostiary.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The registry alone; each thread stands for an event loop with clients of its own. */
final class SubscriptionsTest {

  private static final int LOOPS = 8;
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final Subscriptions subscriptions = new Subscriptions(NoSource.INSTANCE);

  @Test
  void deliversByNameByPatternAndToShardsApart() {
    Inbox inbox = new Inbox();
    subscribe(inbox, Kind.CHANNEL, "news.art");
    subscribe(inbox, Kind.PATTERN, "news.*");
    subscribe(inbox, Kind.SHARD_CHANNEL, "news.art");

    assertThat(publish("news.art", "1")).isEqualTo(2);
    assertThat(publish("news.tech", "2")).isEqualTo(1);
    assertThat(publish("weather", "3")).isZero();
    assertThat(subscriptions.deliver(Kind.CHANNEL, bytes("news.art"), bytes("4"))).isEqualTo(1);
    assertThat(subscriptions.deliver(Kind.SHARD_CHANNEL, bytes("news.art"), bytes("5")))
        .isEqualTo(1);
    assertThat(subscriptions.deliverToPattern(bytes("news.*"), bytes("news.x"), bytes("6")))
        .isEqualTo(1);
    assertThat(subscriptions.deliverToPattern(bytes("news.?"), bytes("news.x"), bytes("7")))
        .isZero();
    assertThat(inbox.read())
        .containsExactly(
            "message news.art 1",
            "pmessage news.* news.art 1",
            "pmessage news.* news.tech 2",
            "message news.art 4",
            "smessage news.art 5",
            "pmessage news.* news.x 6");
  }

  @Test
  void dropsWhatIsStillUnderWayWhenTheClientUnsubscribes() {
    Inbox inbox = new Inbox();
    subscribe(inbox, Kind.CHANNEL, "a");
    publish("a", "under way");
    unsubscribe(inbox, Kind.CHANNEL, "a");
    subscribe(inbox, Kind.CHANNEL, "a");
    publish("a", "new");
    assertThat(inbox.read()).containsExactly("message a new");
  }

  @Test
  void knowsNamesOnlyForAsLongAsTheyHaveSubscribers() {
    Inbox one = new Inbox();
    Inbox two = new Inbox();
    subscribe(one, Kind.CHANNEL, "a");
    subscribe(two, Kind.CHANNEL, "a");
    subscribe(two, Kind.CHANNEL, "b");
    subscribe(two, Kind.PATTERN, "a*");
    assertThat(subscriptions.clients()).isEqualTo(2);
    assertThat(subscriptions.subscribers(Kind.CHANNEL, name("a"))).isEqualTo(2);
    assertThat(subscriptions.names(Kind.CHANNEL, Optional.empty()))
        .containsExactlyInAnyOrder(name("a"), name("b"));
    assertThat(subscriptions.names(Kind.CHANNEL, Optional.of(Glob.of(bytes("b?"))))).isEmpty();

    Subscriber.of(two.client()).orElseThrow().closeAll();
    assertThat(subscriptions.count(Kind.CHANNEL)).isEqualTo(1);
    assertThat(subscriptions.count(Kind.PATTERN)).isZero();
    unsubscribe(one, Kind.CHANNEL, "a");
    assertNothingIsLeft(List.of(one, two));
  }

  @Test
  void staysExactWhenManyComeAndGoWhileOthersPublish() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Inbox> clients = new ArrayList<>();
    IntStream.range(0, LOOPS * 10).forEach(i -> clients.add(new Inbox()));
    Inbox faithful = new Inbox();
    subscribe(faithful, Kind.CHANNEL, "0");
    int messages = 20_000;
    inParallel(
        LOOPS,
        loop -> {
          Random random = new Random(loop);
          if (loop == 0) {
            for (int i = 0; i < messages; i++) {
              assertThat(publish("0", "" + i)).isPositive();
            }
            done.set(true);
          }
          while (!done.get()) {
            churn(clients.get(loop * 10 + random.nextInt(10)), random);
          }
          return null;
        });
    assertThat(faithful.read())
        .containsExactlyElementsOf(
            IntStream.range(0, messages).mapToObj(i -> "message 0 " + i).toList());
    for (Inbox client : clients) {
      Subscriber.of(client.client()).ifPresent(Subscriber::closeAll);
    }
    assertThat(subscriptions.clients()).isEqualTo(1);
    unsubscribe(faithful, Kind.CHANNEL, "0");
    assertNothingIsLeft(clients);
  }

  private void churn(Inbox client, Random random) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    String name = "" + random.nextInt(5);
    if (random.nextBoolean()) {
      subscribe(client, kind, name);
    } else if (random.nextInt(10) == 0) {
      Subscriber.of(client.client()).ifPresent(Subscriber::closeAll);
    } else {
      unsubscribe(client, kind, name);
    }
  }

  @Test
  void tellsItsSourceOfFirstAndLastByTurnsHoweverManyComeAndGo() throws Exception {
    Map<Name, AtomicInteger> wanted = new ConcurrentHashMap<>();
    AtomicInteger mistakes = new AtomicInteger();
    Source source =
        new Source() {
          @Override
          public Future<Void> subscribe(Kind kind, byte[] name) {
            count(name, 1, 1);
            return Future.succeededFuture();
          }

          @Override
          public void unsubscribe(Kind kind, byte[] name) {
            count(name, -1, 0);
          }

          private void count(byte[] name, int change, int expected) {
            AtomicInteger count = wanted.computeIfAbsent(new Name(name), n -> new AtomicInteger());
            if (count.addAndGet(change) != expected) {
              mistakes.incrementAndGet();
            }
          }
        };
    Subscriptions upstream = new Subscriptions(source);
    AtomicInteger opened = new AtomicInteger();
    inParallel(
        LOOPS,
        loop -> {
          Inbox client = new Inbox();
          for (int i = 0; i < 20_000; i++) {
            Subscriber subscriber = upstream.subscriber(client.client());
            Name name = name("" + i % 3);
            subscriber.activate(subscriber.open(Kind.CHANNEL, name));
            opened.incrementAndGet();
            subscriber.close(Kind.CHANNEL, name);
          }
          return null;
        });
    assertThat(opened).hasValue(LOOPS * 20_000);
    assertThat(mistakes).hasValue(0);
    assertThat(wanted.values()).hasSize(3).allMatch(count -> count.get() == 0);
    assertThat(upstream.count(Kind.CHANNEL)).isZero();
  }

  private void assertNothingIsLeft(List<Inbox> clients) {
    for (Kind kind : Kind.values()) {
      assertThat(subscriptions.count(kind)).isZero();
    }
    assertThat(subscriptions.clients()).isZero();
    assertThat(clients)
        .allMatch(client -> !client.client().subscriptions().any())
        .allMatch(client -> Subscriber.of(client.client()).isEmpty());
  }

  private void subscribe(Inbox inbox, Kind kind, String name) {
    Subscriber subscriber = subscriptions.subscriber(inbox.client());
    subscriber.activate(subscriber.open(kind, name(name)));
  }

  private static void unsubscribe(Inbox inbox, Kind kind, String name) {
    Subscriber.of(inbox.client()).ifPresent(some -> some.close(kind, name(name)));
  }

  private int publish(String channel, String payload) {
    Delivery delivery = new Delivery(Optional.empty());
    subscriptions.publish(name(channel), Reply.bulk(bytes(payload)), delivery);
    return delivery.receivers();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Name name(String text) {
    return new Name(bytes(text));
  }

  private interface Loop {
    Void run(int number);
  }

  private static void inParallel(int count, Loop loop) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(count);
    try {
      List<Callable<Void>> loops = new ArrayList<>();
      IntStream.range(0, count).forEach(i -> loops.add(() -> loop.run(i)));
      for (java.util.concurrent.Future<Void> running : executor.invokeAll(loops)) {
        running.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
