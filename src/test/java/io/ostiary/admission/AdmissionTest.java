package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.acl.TestAcl;
import io.ostiary.client.ClientTable;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Admission without a socket, asked from many threads. */
final class AdmissionTest {

  private static final Arrival LOCAL = from("127.0.0.1");
  private static final Arrival REMOTE = from("192.0.2.7");

  private static Arrival from(String address) {
    try {
      return new Arrival(
          PeerAddress.of(InetAddress.getByName(address).getAddress(), 1), ListenerProfile.TCP);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private final ClientTable clients = new ClientTable();

  private Admission admission(LiveSettings settings, AdmissionRule... more) {
    List<AdmissionRule> rules = new ArrayList<>();
    rules.add(new MaxClientsRule(clients, settings));
    rules.add(new ProtectedModeRule(settings, TestAcl.of(settings)::requiresLogin));
    rules.addAll(List.of(more));
    return new Admission(rules);
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
    Admission admission = admission(settings(places));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(8);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          () -> {
            together.await(10, TimeUnit.SECONDS);
            // More than there are places, so that most of the time all are taken.
            Deque<Permit> mine = new ArrayDeque<>();
            for (int n = 0; n < 50_000; n++) {
              if (admission.judge(LOCAL) instanceof Verdict.Admitted admitted) {
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
    assertThat(clients.size()).isZero();
  }

  @Test
  void theLastPlaceIsGivenAndTheNextOneRefused() {
    Admission admission = admission(settings(2));
    Permit first = permit(admission.judge(LOCAL));
    permit(admission.judge(LOCAL));
    assertThat(admission.judge(LOCAL))
        .isEqualTo(new Verdict.Refused("ERR max number of clients reached"));
    first.release();
    assertThat(admission.judge(LOCAL)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void aPlaceCannotBeGivenBackTwice() {
    Permit permit = permit(admission(settings(1)).judge(LOCAL));
    permit.release();
    assertThatThrownBy(permit::release).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPeerFromElsewhereIsDeniedAndItsPlaceIsFreeAgain() {
    Admission admission = admission(settings(1));
    assertThat(admission.judge(REMOTE))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.reason()).startsWith("DENIED "));
    assertThat(clients.size()).isZero();
    assertThat(admission.judge(LOCAL)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void thePasswordInForceAndProtectedModeDecideFromOneArrivalToTheNext() {
    LiveSettings settings = settings(10);
    Admission admission = admission(settings);
    assertThat(admission.judge(REMOTE)).isInstanceOf(Verdict.Refused.class);
    settings.change("requirepass", "secret");
    assertThat(admission.judge(REMOTE)).isInstanceOf(Verdict.Admitted.class);
    settings.change("requirepass", "");
    assertThat(admission.judge(REMOTE)).isInstanceOf(Verdict.Refused.class);
    settings.change("protected-mode", "no");
    assertThat(admission.judge(REMOTE)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void fewerPlacesThanClientsRefuseNewOnesAndDisturbNobody() {
    LiveSettings settings = settings(3);
    Admission admission = admission(settings);
    Permit permit = permit(admission.judge(LOCAL));
    permit(admission.judge(LOCAL));
    settings.change("maxclients", "1");
    assertThat(admission.judge(LOCAL)).isInstanceOf(Verdict.Refused.class);
    permit.release();
    assertThat(admission.judge(LOCAL)).isInstanceOf(Verdict.Refused.class);
    assertThat(clients.size()).isEqualTo(1);
  }

  @Test
  void aRuleOfTheProgramHoldsItsPermitAndIsAskedLast() {
    AtomicInteger held = new AtomicInteger();
    AdmissionRule two =
        arrival -> {
          if (held.get() == 2) {
            return Verdict.refuse("ERR two from " + arrival.listener().name() + " are enough");
          }
          held.incrementAndGet();
          return Verdict.admit(Permit.of(held::decrementAndGet));
        };
    Admission admission = admission(settings(10), two);
    Permit first = permit(admission.judge(LOCAL));
    permit(admission.judge(LOCAL));

    assertThat(admission.judge(LOCAL)).isEqualTo(Verdict.refuse("ERR two from tcp are enough"));
    assertThat(clients.size()).isEqualTo(2);
    first.release();
    assertThat(held).hasValue(1);
    assertThat(clients.size()).isEqualTo(1);
    assertThat(admission.judge(LOCAL)).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void aRuleThatFailsLetsNobodyInAndLeavesNothingTaken() {
    Admission admission =
        admission(
            settings(10),
            arrival -> {
              throw new IllegalStateException("on purpose");
            });
    assertThat(admission.judge(LOCAL))
        .isEqualTo(Verdict.refuse("ERR internal error while admitting"));
    AdmissionRule broken =
        arrival -> {
          throw new NoClassDefFoundError("on purpose");
        };
    assertThat(admission(settings(10), broken).judge(LOCAL)).isInstanceOf(Verdict.Refused.class);
    assertThat(admission(settings(10), arrival -> Verdict.refuse("")).judge(LOCAL))
        .isInstanceOf(Verdict.Refused.class);
    assertThatThrownBy(() -> admission(settings(10), AdmissionTest::noMemory).judge(LOCAL))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(admission(settings(10), arrival -> null).judge(LOCAL))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(clients.size()).isZero();
  }

  private static Verdict noMemory(Arrival arrival) {
    throw new OutOfMemoryError("on purpose");
  }
}
