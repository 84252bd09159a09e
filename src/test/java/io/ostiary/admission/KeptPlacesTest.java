package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import io.ostiary.client.ClientTable;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** {@code maxclients-reserved}: places for peers of higher standing. */
final class KeptPlacesTest {

  private static final int PLACES = 10;
  private static final int KEPT = 3;

  private static final Arrival ORDINARY = from("10.0.0.1", ListenerProfile.TCP);
  private static final Arrival PRIORITY = from("10.9.0.1", ListenerProfile.TCP);
  private static final Arrival UNIX =
      new Arrival(PeerAddress.unix("/run/o.sock"), ListenerProfile.UNIX);
  private static final Arrival ADMIN =
      from("10.0.0.1", new ListenerProfile("ops", ListenerProfile.Role.ADMIN, false, false));

  private final LiveSettings settings =
      new LiveSettings(
          Settings.defaults()
              .with(Directives.MAXCLIENTS, PLACES)
              .with(Directives.MAXCLIENTS_RESERVED, KEPT));
  private final ClientTable clients = new ClientTable();
  private final Admission admission = new Admission(List.of(new MaxClientsRule(clients, settings)));

  private static Arrival from(String host, ListenerProfile listener) {
    PeerAddress address = PeerAddress.of(NetUtil.createByteArrayFromIpAddressString(host), 1);
    return new Arrival(address, listener);
  }

  private Deque<Permit> admitted(Arrival arrival, int tries) {
    Deque<Permit> permits = new ArrayDeque<>();
    for (int i = 0; i < tries; i++) {
      if (admission.judge(arrival) instanceof Verdict.Admitted admitted) {
        permits.add(admitted.permit());
      }
    }
    return permits;
  }

  @Test
  void ordinaryPeersHaveAllButTheKeptPlacesAndOthersTheRest() {
    settings.change("priority-subnets", "10.9.0.0/16");
    assertThat(admitted(ORDINARY, 20)).hasSize(PLACES - KEPT);
    assertThat(admitted(PRIORITY, 1)).hasSize(1);
    assertThat(admitted(UNIX, 1)).hasSize(1);
    assertThat(admitted(ADMIN, 20)).hasSize(1);
    assertThat(clients.size()).isEqualTo(PLACES);
    assertThat(clients.places().ordinary()).isEqualTo(PLACES - KEPT);
  }

  @Test
  void peersOfHigherStandingMayHaveEveryPlace() {
    Deque<Permit> all = admitted(UNIX, 20);
    assertThat(all).hasSize(PLACES).allMatch(Permit::isOfHigherStanding);
    assertThat(admitted(ORDINARY, 1)).isEmpty();
    all.remove().release();
    assertThat(admitted(ORDINARY, 2)).hasSize(1).noneMatch(Permit::isOfHigherStanding);
  }

  @Test
  void aPlaceGoesBackToThoseItWasTakenFrom() {
    settings.change("priority-subnets", "10.9.0.0/16");
    Deque<Permit> ordinary = admitted(ORDINARY, 20);
    Deque<Permit> priority = admitted(PRIORITY, 20);
    settings.change("priority-subnets", "");
    priority.forEach(Permit::release);
    assertThat(admitted(ORDINARY, 20)).as("they have all of theirs").isEmpty();
    ordinary.remove().release();
    assertThat(admitted(ORDINARY, 20)).hasSize(1);
  }

  @Test
  void atLeastOnePlaceIsForOthers() {
    assertThat(settings.change("maxclients-reserved", "10").cause())
        .hasMessage(
            "CONFIG SET failed (possibly related to argument 'maxclients-reserved') -"
                + " maxclients-reserved (10) must be less than maxclients (10), or nobody else"
                + " could come in");
    assertThat(settings.change("maxclients", "3").cause())
        .hasMessageContaining("maxclients-reserved (3) must be less than maxclients (3)");
    assertThat(settings.change("maxclients-reserved", "9").succeeded()).isTrue();
    LiveSettings wrong =
        new LiveSettings(Settings.defaults().with(Directives.MAXCLIENTS_RESERVED, 10_000));
    assertThatThrownBy(() -> new MaxClientsRule(new ClientTable(), wrong))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("maxclients-reserved (10000) must be less than maxclients (10000)");
  }

  @RepeatedTest(5)
  void noPlaceIsGivenTwiceWhoeverComesAndGoes() throws Exception {
    AtomicInteger all = new AtomicInteger();
    AtomicInteger ordinary = new AtomicInteger();
    AtomicInteger mostOfAll = new AtomicInteger();
    AtomicInteger mostOrdinary = new AtomicInteger();
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean high = i % 2 == 0;
      threads.add(
          () -> {
            Deque<Permit> mine = new ArrayDeque<>();
            for (int n = 0; n < 20_000; n++) {
              if (admission.judge(high ? UNIX : ORDINARY) instanceof Verdict.Admitted admitted) {
                mostOfAll.accumulateAndGet(all.incrementAndGet(), Math::max);
                if (!high) {
                  mostOrdinary.accumulateAndGet(ordinary.incrementAndGet(), Math::max);
                }
                mine.add(admitted.permit());
              }
              if (mine.size() > n % 4) {
                leave(mine.remove(), high, all, ordinary);
              }
            }
            while (!mine.isEmpty()) {
              leave(mine.remove(), high, all, ordinary);
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Void> done : pool.invokeAll(threads)) {
      done.get();
    }
    pool.shutdown();
    assertThat(mostOfAll.get()).isBetween(1, PLACES);
    assertThat(mostOrdinary.get()).isBetween(1, PLACES - KEPT);
    assertThat(clients.size()).isZero();
    assertThat(clients.places().ordinary()).isZero();
    assertThat(admitted(ORDINARY, 20)).hasSize(PLACES - KEPT);
    assertThat(admitted(UNIX, 20)).hasSize(KEPT);
  }

  private static void leave(
      Permit permit, boolean high, AtomicInteger all, AtomicInteger ordinary) {
    all.decrementAndGet();
    if (!high) {
      ordinary.decrementAndGet();
    }
    permit.release();
  }
}
