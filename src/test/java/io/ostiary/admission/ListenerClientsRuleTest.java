package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The places of a listener, under any number of event loops. */
final class ListenerClientsRuleTest {

  private static final int MOST = 3;

  private final ListenerClientsRule rule = new ListenerClientsRule();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();
  private final AtomicInteger admitted = new AtomicInteger();

  private static Arrival by(String listener, int maxClients) {
    return new Arrival(
        PeerAddress.unknown(),
        new ListenerProfile(
            listener,
            ListenerProfile.Role.NORMAL,
            false,
            false,
            new ListenerProfile.Limits(maxClients, Optional.empty())));
  }

  private boolean enters(Arrival arrival) {
    return rule.judge(arrival) instanceof Verdict.Admitted;
  }

  private void comeAndGo() {
    for (int i = 0; i < 20_000; i++) {
      if (rule.judge(by("a", MOST)) instanceof Verdict.Admitted taken) {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        admitted.incrementAndGet();
        inside.decrementAndGet();
        taken.permit().release();
      }
    }
  }

  @Test
  void neverOneMoreAndNeverOneLess() throws Exception {
    List<Thread> loops = new ArrayList<>();
    for (int i = 0; i < 2 * MOST; i++) {
      Thread loop = new Thread(this::comeAndGo);
      loops.add(loop);
      loop.start();
    }
    for (Thread loop : loops) {
      loop.join();
    }
    assertThat(mostInside.get()).isBetween(1, MOST);
    assertThat(admitted.get()).isPositive();
    for (int i = 0; i < MOST; i++) {
      assertThat(enters(by("a", MOST))).isTrue();
    }
    assertThat(enters(by("a", MOST))).isFalse();
  }

  @Test
  void countsByTheNameWhateverTheLimitWasBefore() {
    assertThat(enters(by("a", 0))).isTrue();
    assertThat(enters(by("a", 0))).isTrue();
    assertThat(enters(by("a", 2))).isFalse();
    assertThat(enters(by("a", 3))).isTrue();
    assertThat(enters(by("b", 1))).isTrue();
    assertThat(enters(by("b", 1))).isFalse();
  }

  @Test
  void thoseOfThePortAreNotItsConcern() {
    Arrival arrival = new Arrival(PeerAddress.unknown(), ListenerProfile.TCP);
    for (int i = 0; i < 100; i++) {
      assertThat(rule.judge(arrival)).isSameAs(Verdict.admit());
    }
  }
}
