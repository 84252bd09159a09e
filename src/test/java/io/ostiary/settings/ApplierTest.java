package io.ostiary.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.settings.Applier.Prepared;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApplierTest {

  private final LiveSettings live = new LiveSettings(Settings.defaults());
  private final List<String> log = new ArrayList<>();
  private final Deque<Promise<Prepared>> preparations = new ArrayDeque<>();

  @Test
  void preparesAllBeforeAnyIsCommitted() {
    live.apply(Directives.TIMEOUT, atOnce("timeout"));
    live.apply(Directives.MAXCLIENTS, atOnce("maxclients"));

    Future<Void> change = changeBoth();

    assertThat(change.succeeded()).isTrue();
    assertThat(log)
        .containsExactly(
            "prepare timeout 7", "prepare maxclients 7", "commit timeout", "commit maxclients");
  }

  @Test
  void showsReadersNothingUntilAllIsCommitted() {
    live.apply(Directives.TIMEOUT, later());

    Future<Void> change = changeBoth();

    assertThat(change.isComplete()).isFalse();
    assertThat(live.now()).isSameAs(Settings.defaults());
    preparations.remove().complete(prepared("timeout"));
    assertThat(change.succeeded()).isTrue();
    assertThat(live.now().text(Directives.TIMEOUT)).isEqualTo("7");
    assertThat(live.now().text(Directives.MAXCLIENTS)).isEqualTo("7");
  }

  @Test
  void discardsWhatIsPreparedWhenALaterOneIsRefused() {
    live.apply(Directives.TIMEOUT, atOnce("timeout"));
    live.apply(Directives.TIMEOUT, atOnce("second"));
    live.apply(Directives.MAXCLIENTS, later());
    live.apply(Directives.MAXCLIENTS, atOnce("never"));
    Future<Void> change = changeBoth();

    preparations.remove().fail(new SettingException("maxclients", "no room"));

    assertThat(change.cause())
        .isInstanceOf(SettingException.class)
        .hasMessage("CONFIG SET failed (possibly related to argument 'maxclients') - no room");
    assertThat(log)
        .containsExactly(
            "prepare timeout 7", "prepare second 7", "discard second", "discard timeout");
    assertThat(live.now()).isSameAs(Settings.defaults());
  }

  @Test
  void discardsTheOthersThoughOneCannotBeDiscarded() {
    live.apply(Directives.TIMEOUT, atOnce("timeout"));
    live.apply(Directives.TIMEOUT, next -> Future.succeededFuture(new Undiscardable()));
    live.apply(
        Directives.TIMEOUT,
        next -> {
          throw new IllegalStateException("broken");
        });

    Future<Void> change = changeBoth();

    assertThat(change.cause()).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    assertThat(change.cause().getSuppressed()).hasSize(1);
    assertThat(log).containsExactly("prepare timeout 7", "discard timeout");
    assertThat(live.now()).isSameAs(Settings.defaults());
  }

  @Test
  void changesWaitForOneAnother() {
    live.apply(Directives.TIMEOUT, later());
    Future<Void> first = live.change("timeout", "1");
    Future<Void> second = live.change("timeout", "2");
    Future<Void> third = live.change("maxclients", "3");

    assertThat(preparations).hasSize(1);
    assertThat(third.isComplete()).isFalse();
    preparations.remove().complete(prepared("first"));
    assertThat(first.succeeded()).isTrue();
    assertThat(live.now().text(Directives.TIMEOUT)).isEqualTo("1");
    assertThat(second.isComplete()).isFalse();

    preparations.remove().fail(new SettingException("timeout", "no"));
    assertThat(second.failed()).isTrue();
    assertThat(third.succeeded()).isTrue();
    assertThat(live.now().text(Directives.TIMEOUT)).isEqualTo("1");
    assertThat(live.now().text(Directives.MAXCLIENTS)).isEqualTo("3");
  }

  @Test
  void refusesAChangeWhenTooManyWait() {
    live.apply(Directives.TIMEOUT, later());
    live.change("timeout", "1");
    List<Future<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < ChangeQueue.MOST_WAITING; i++) {
      waiting.add(live.change("maxclients", "" + (i + 1)));
    }

    Future<Void> oneMore = live.change("maxclients", "2000");

    assertThat(oneMore.cause()).isInstanceOf(SettingException.class).hasMessageContaining("busy");
    preparations.remove().complete(prepared("timeout"));
    assertThat(waiting).allMatch(Future::succeeded);
    assertThat(live.now().text(Directives.MAXCLIENTS)).isEqualTo("1024");
    assertThat(live.change("maxclients", "2000").succeeded()).isTrue();
  }

  @Test
  void refusesABadValueWithoutWaitingForEarlierChanges() {
    live.apply(Directives.TIMEOUT, later());
    live.change("timeout", "1");

    assertThat(live.change("maxclients", "many").failed()).isTrue();
  }

  @Test
  void runsABlockingPreparationOnAWorkerAndAnswersInTheCallersContext() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      live.apply(
          Directives.TIMEOUT,
          Applier.blocking(
              vertx,
              next -> {
                log.add("on a worker: " + Context.isOnWorkerThread());
                return prepared("timeout");
              }));
      Context caller = vertx.getOrCreateContext();
      CompletableFuture<Context> answeredIn = new CompletableFuture<>();
      caller.runOnContext(
          nothing ->
              live.change("timeout", "7")
                  .onComplete(result -> answeredIn.complete(Vertx.currentContext())));

      assertThat(answeredIn.get(10, TimeUnit.SECONDS)).isSameAs(caller);
      assertThat(log).containsExactly("on a worker: true", "commit timeout");
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void answersAChangeThatWaitedInItsCallersContext() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      live.apply(Directives.TIMEOUT, later());
      live.change("timeout", "7");
      Context caller = vertx.getOrCreateContext();
      CompletableFuture<Boolean> asked = new CompletableFuture<>();
      CompletableFuture<Context> answeredIn = new CompletableFuture<>();
      caller.runOnContext(
          nothing -> {
            live.change("maxclients", "7")
                .onComplete(result -> answeredIn.complete(Vertx.currentContext()));
            asked.complete(true);
          });
      asked.get(10, TimeUnit.SECONDS);

      preparations.remove().complete(prepared("timeout"));

      assertThat(answeredIn.get(10, TimeUnit.SECONDS)).isSameAs(caller);
      await().until(() -> live.now().text(Directives.MAXCLIENTS).equals("7"));
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private Future<Void> changeBoth() {
    return live.change(
        List.of(
            Map.entry("timeout", "7".getBytes(UTF_8)),
            Map.entry("maxclients", "7".getBytes(UTF_8))));
  }

  private Applier atOnce(String name) {
    return next -> {
      log.add("prepare " + name + " " + next.text(Directives.TIMEOUT));
      return Future.succeededFuture(prepared(name));
    };
  }

  private Applier later() {
    return next -> {
      Promise<Prepared> preparation = Promise.promise();
      preparations.add(preparation);
      return preparation.future();
    };
  }

  private Prepared prepared(String name) {
    return new Prepared() {
      @Override
      public void commit() {
        log.add("commit " + name);
      }

      @Override
      public void discard() {
        log.add("discard " + name);
      }
    };
  }

  private static final class Undiscardable implements Prepared {

    @Override
    public void commit() {}

    @Override
    public void discard() {
      throw new IllegalStateException("cannot be discarded");
    }
  }
}
