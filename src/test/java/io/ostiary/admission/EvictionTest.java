package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.ClientFilter;
import io.ostiary.client.ClientState;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.client.SubscriptionCounts;
import io.ostiary.client.TestLink;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.MaxclientsFull;
import io.ostiary.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** {@code maxclients-full evict-idle}. */
final class EvictionTest {

  private static final Arrival ORDINARY =
      new Arrival(PeerAddress.of(new byte[] {10, 0, 0, 1}, 1), ListenerProfile.TCP);
  private static final Arrival UNIX =
      new Arrival(PeerAddress.unix("/run/o.sock"), ListenerProfile.UNIX);

  private final LiveSettings settings =
      new LiveSettings(
          Settings.defaults()
              .with(Directives.MAXCLIENTS, 4)
              .with(Directives.MAXCLIENTS_RESERVED, 1)
              .with(Directives.MAXCLIENTS_FULL, MaxclientsFull.EVICT_IDLE));
  private final ClientTable clients = new ClientTable();
  private final Admission admission = new Admission(List.of(new MaxClientsRule(clients, settings)));
  private final Map<Long, Permit> permits = new HashMap<>();
  private final List<ConnectedClient> evicted = new ArrayList<>();

  /** Enters the table; last active at that time. */
  private ConnectedClient enter(Arrival arrival, long activeMillis) {
    Permit permit = ((Verdict.Admitted) admission.judge(arrival)).permit();
    ConnectedClient[] self = new ConnectedClient[1];
    self[0] =
        new ConnectedClient(
            clients.nextId(),
            Ends.of("10.0.0.1:1", "127.0.0.1:6379", -1),
            true,
            activeMillis,
            new TestLink(reason -> evicted.add(self[0])));
    if (permit.isOfHigherStanding()) {
      self[0].put(ClientTable.HIGH_STANDING, true);
    }
    clients.add(self[0]);
    permits.put(self[0].id(), permit);
    return self[0];
  }

  private void leave(ConnectedClient client) {
    client.move(ClientState.GONE, CloseReason.PEER_CLOSED);
    clients.remove(client);
    permits.get(client.id()).release();
  }

  @Test
  void theLongestIdleOrdinaryClientGoesForOneOfHigherStanding() {
    ConnectedClient first = enter(ORDINARY, 2_000);
    ConnectedClient longest = enter(ORDINARY, 1_000);
    enter(ORDINARY, 3_000);
    enter(UNIX, 500);
    assertThat(admission.judge(ORDINARY)).isInstanceOf(Verdict.Refused.class);
    assertThat(evicted).isEmpty();
    ConnectedClient newcomer = enter(UNIX, 4_000);
    assertThat(evicted).containsExactly(longest);
    assertThat(longest.closeReason()).isEqualTo(CloseReason.MAXCLIENTS_FULL);
    assertThat(clients.list(ClientFilter.ALL)).hasSize(4).doesNotContain(longest);
    assertThat(clients.size()).isEqualTo(4);
    leave(longest);
    assertThat(clients.size()).as("its place is the newcomer's").isEqualTo(4);
    assertThat(clients.places().ordinary()).isEqualTo(2);
    leave(newcomer);
    assertThat(clients.size()).isEqualTo(3);
    leave(first);
    enter(ORDINARY, 5_000);
    enter(ORDINARY, 5_000);
    assertThat(admission.judge(ORDINARY)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void subscribersAndThoseWhoAskedForItAreSpared() {
    enter(ORDINARY, 1_000).subscriptions(new SubscriptionCounts(1, 0, 0));
    enter(ORDINARY, 1_000).exemptFromEviction(true);
    ConnectedClient third = enter(ORDINARY, 9_000);
    enter(UNIX, 500);
    enter(UNIX, 500);
    assertThat(evicted).containsExactly(third);
    assertThat(admission.judge(UNIX))
        .isEqualTo(Verdict.refuse("ERR max number of clients reached"));
  }

  @Test
  void oneThatIsLeavingAlreadyLeavesItsPlaceToTheNext() {
    ConnectedClient leaving = enter(ORDINARY, 1_000);
    ConnectedClient other = enter(ORDINARY, 2_000);
    enter(ORDINARY, 3_000);
    enter(UNIX, 500);
    leaving.move(ClientState.CLOSING, CloseReason.QUIT);
    enter(UNIX, 4_000);
    assertThat(evicted).containsExactly(other);
  }

  @Test
  void nobodyGoesWhileThereAreFewerPlacesThanClients() {
    for (int i = 0; i < 3; i++) {
      enter(ORDINARY, 1_000);
    }
    settings.change("maxclients", "2");
    assertThat(admission.judge(UNIX)).isInstanceOf(Verdict.Refused.class);
    assertThat(evicted).isEmpty();
  }

  @Test
  void otherwiseNobodyGoesForAnother() {
    settings.change("maxclients-full", "refuse");
    for (int i = 0; i < 3; i++) {
      enter(ORDINARY, 1_000);
    }
    enter(UNIX, 1_000);
    assertThat(admission.judge(UNIX)).isInstanceOf(Verdict.Refused.class);
    assertThat(evicted).isEmpty();
  }

  /** Threads that admit, and threads on which the clients leave, as event loops do. */
  @RepeatedTest(5)
  void placesAreExactWhoeverIsEvictedAndLeaves(RepetitionInfo repetition) throws Exception {
    int places = 20;
    settings.change("maxclients", Integer.toString(places));
    BlockingQueue<Runnable> leaving = new LinkedBlockingQueue<>();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(repetition.getCurrentRepetition() * 10L + i);
      threads.add(
          () -> {
            for (int n = 0; n < 10_000; n++) {
              Verdict verdict = admission.judge(random.nextInt(3) == 0 ? UNIX : ORDINARY);
              if (verdict instanceof Verdict.Admitted admitted) {
                come(admitted.permit(), leaving, random.nextInt(3) == 0);
              }
              most.accumulateAndGet(clients.size(), Math::max);
              Runnable next = random.nextBoolean() ? leaving.poll() : null;
              if (next != null) {
                next.run();
              }
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Void> done : pool.invokeAll(threads)) {
      done.get();
    }
    pool.shutdown();
    assertThat(most.get()).isLessThanOrEqualTo(places);
    leaving.forEach(Runnable::run);
    for (ConnectedClient client : clients.list(ClientFilter.ALL)) {
      client.close(CloseReason.KILLED);
    }
    leaving.forEach(Runnable::run);
    assertThat(clients.size()).isZero();
    assertThat(clients.places().ordinary()).isZero();
  }

  private void come(Permit permit, BlockingQueue<Runnable> leaving, boolean soon) {
    ConnectedClient[] self = new ConnectedClient[1];
    AtomicInteger gone = new AtomicInteger();
    Runnable leave =
        () -> {
          if (gone.getAndIncrement() == 0) {
            self[0].move(ClientState.GONE, CloseReason.PEER_CLOSED);
            clients.remove(self[0]);
            permit.release();
          }
        };
    self[0] =
        new ConnectedClient(
            clients.nextId(),
            Ends.of("10.0.0.1:1", "127.0.0.1:6379", -1),
            true,
            1_000,
            new TestLink(reason -> leaving.add(leave)));
    if (permit.isOfHigherStanding()) {
      self[0].put(ClientTable.HIGH_STANDING, true);
    }
    clients.add(self[0]);
    if (soon) {
      leaving.add(leave);
    }
  }
}
