package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.ClientTable;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.MaxclientsFull;
import io.ostiary.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** {@code maxclients-full wait}: places that are taken before a connection is accepted. */
final class WaitingForPlacesTest {

  private static final Arrival ORDINARY =
      new Arrival(PeerAddress.of(new byte[] {10, 0, 0, 1}, 1), ListenerProfile.TCP);

  private final LiveSettings settings =
      new LiveSettings(
          Settings.defaults()
              .with(Directives.MAXCLIENTS, 2)
              .with(Directives.MAXCLIENTS_FULL, MaxclientsFull.WAIT));
  private final ClientTable clients = new ClientTable();
  private final MaxClientsRule rule = new MaxClientsRule(clients, settings);
  private final Admission admission = new Admission(List.of(new DenyFromRule(settings), rule));
  private final AtomicInteger woken = new AtomicInteger();
  private final Runnable wake = woken::incrementAndGet;

  @Test
  void whoFindsNoPlaceIsWokenOnceWhenOneIsGivenBack() {
    Permit first = rule.takeEarly(false, wake).orElseThrow();
    assertThat(rule.takeEarly(false, wake)).isPresent();
    assertThat(rule.takeEarly(false, wake)).isEmpty();
    assertThat(rule.takeEarly(false, wake)).isEmpty();
    assertThat(woken).hasValue(0);
    first.release();
    assertThat(woken).hasValue(1);
    assertThat(rule.takeEarly(false, wake)).isPresent();
    assertThat(clients.places().waiting()).isZero();
  }

  @Test
  void morePlacesWakeToo() {
    rule.takeEarly(false, wake);
    rule.takeEarly(false, wake);
    rule.takeEarly(false, wake);
    settings.change("maxclients", "3");
    assertThat(woken).hasValue(1);
    assertThat(rule.takeEarly(false, wake)).isPresent();
    assertThat(rule.takeEarly(false, wake)).isEmpty();
    settings.change("maxclients-full", "refuse");
    assertThat(woken).hasValue(2);
    assertThat(rule.letsWait()).isFalse();
  }

  @Test
  void aPlaceThatWasTakenEarlyIsNotTakenTwiceAndComesBackWithARefusal() {
    Permit early = rule.takeEarly(false, wake).orElseThrow();
    Verdict verdict = admission.judge(ORDINARY, rule, early);
    assertThat(clients.size()).isEqualTo(1);
    ((Verdict.Admitted) verdict).permit().release();
    assertThat(clients.size()).isZero();
    settings.change("deny-from", "10.0.0.0/8");
    assertThat(admission.judge(ORDINARY, rule, rule.takeEarly(false, wake).orElseThrow()))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(clients.size()).isZero();
  }

  @Test
  void keptPlacesAreForListenersOfHigherStanding() {
    settings.change("maxclients-reserved", "1");
    assertThat(rule.takeEarly(false, wake)).isPresent();
    assertThat(rule.takeEarly(false, wake)).isEmpty();
    assertThat(rule.takeEarly(true, wake)).isPresent();
    assertThat(rule.takeEarly(true, wake)).isEmpty();
  }

  /** Each thread sleeps until it is woken: a wake-up that is lost leaves it asleep for ever. */
  @RepeatedTest(10)
  void noWakeUpIsLost() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      threads.add(
          () -> {
            Semaphore mayBeRoom = new Semaphore(0);
            Runnable wakeMe = mayBeRoom::release;
            for (int n = 0; n < 3_000; n++) {
              Optional<Permit> permit = rule.takeEarly(false, wakeMe);
              while (permit.isEmpty()) {
                if (!mayBeRoom.tryAcquire(20, TimeUnit.SECONDS)) {
                  return false;
                }
                permit = rule.takeEarly(false, wakeMe);
              }
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              if (n % 5 == 0) {
                Thread.onSpinWait();
              }
              inside.decrementAndGet();
              permit.get().release();
            }
            return true;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Boolean> done : pool.invokeAll(threads)) {
      assertThat(done.get()).as("woken").isTrue();
    }
    pool.shutdown();
    assertThat(most.get()).isLessThanOrEqualTo(2);
    assertThat(clients.size()).isZero();
  }
}
