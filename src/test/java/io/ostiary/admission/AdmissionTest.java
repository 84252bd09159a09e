package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The door itself, asked from many threads. */
final class AdmissionTest {

  private static final Arrival LOCAL = from("127.0.0.1");
  private static final Arrival REMOTE = from("192.0.2.7");

  private static Arrival from(String address) {
    try {
      return new Arrival(PeerAddress.of(InetAddress.getByName(address).getAddress(), 1));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static LiveSettings settings(int maxClients) {
    return new LiveSettings(Settings.defaults().with(Directives.MAXCLIENTS, maxClients));
  }

  private static Permit permit(Verdict verdict) {
    return ((Verdict.Admitted) verdict).permit();
  }

  @Test
  void neverMoreAreInThanThereArePlacesWhoeverComesAndGoes() throws Exception {
    int places = 7;
    Admission door = new Admission(settings(places));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(8);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          () -> {
            together.await(10, TimeUnit.SECONDS);
            // They want more places than there are, so that most of the time all are taken.
            Deque<Permit> mine = new ArrayDeque<>();
            for (int n = 0; n < 50_000; n++) {
              if (door.judge(LOCAL) instanceof Verdict.Admitted admitted) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                mine.add(admitted.permit());
              }
              if (mine.size() > n % 3) {
                inside.decrementAndGet();
                mine.remove().release();
              }
            }
            inside.addAndGet(-mine.size());
            mine.forEach(Permit::release);
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Void> done : pool.invokeAll(threads)) {
      done.get();
    }
    pool.shutdown();
    assertThat(most.get()).isBetween(1, places);
    assertThat(door.taken()).isZero();
  }

  @Test
  void theLastPlaceIsGivenAndTheNextOneRefused() {
    Admission door = new Admission(settings(2));
    Permit first = permit(door.judge(LOCAL));
    permit(door.judge(LOCAL));
    assertThat(door.judge(LOCAL))
        .isEqualTo(new Verdict.Refused("ERR max number of clients reached"));
    first.release();
    assertThat(door.judge(LOCAL)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void aPlaceCannotBeGivenBackTwice() {
    Permit permit = permit(new Admission(settings(1)).judge(LOCAL));
    permit.release();
    assertThatThrownBy(permit::release).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPeerFromElsewhereIsDeniedAndItsPlaceIsFreeAgain() {
    Admission door = new Admission(settings(1));
    assertThat(door.judge(REMOTE))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.reason()).startsWith("DENIED "));
    assertThat(door.taken()).isZero();
    assertThat(door.judge(LOCAL)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void thePasswordInForceAndProtectedModeDecideFromOneArrivalToTheNext() {
    LiveSettings settings = settings(10);
    Admission door = new Admission(settings);
    assertThat(door.judge(REMOTE)).isInstanceOf(Verdict.Refused.class);
    settings.change(List.of(Map.entry("requirepass", "secret")));
    assertThat(door.judge(REMOTE)).isInstanceOf(Verdict.Admitted.class);
    settings.change(List.of(Map.entry("requirepass", "")));
    assertThat(door.judge(REMOTE)).isInstanceOf(Verdict.Refused.class);
    settings.change(List.of(Map.entry("protected-mode", "no")));
    assertThat(door.judge(REMOTE)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void fewerPlacesThanClientsRefuseNewOnesAndDisturbNobody() {
    LiveSettings settings = settings(3);
    Admission door = new Admission(settings);
    Permit permit = permit(door.judge(LOCAL));
    permit(door.judge(LOCAL));
    settings.change(List.of(Map.entry("maxclients", "1")));
    assertThat(door.judge(LOCAL)).isInstanceOf(Verdict.Refused.class);
    permit.release();
    assertThat(door.judge(LOCAL)).isInstanceOf(Verdict.Refused.class);
    assertThat(door.taken()).isEqualTo(1);
  }
}
