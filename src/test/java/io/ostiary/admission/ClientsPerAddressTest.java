package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.ostiary.client.ClientTable;
import io.ostiary.net.PeerAddress;
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
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** {@code maxclients-per-address}. */
final class ClientsPerAddressTest {

  private final LiveSettings settings =
      new LiveSettings(
          Settings.defaults()
              .with(Directives.MAXCLIENTS, 10)
              .with(Directives.MAXCLIENTS_PER_ADDRESS, 2));
  private final ClientTable clients = new ClientTable();
  private final Admission admission =
      new Admission(
          List.of(new ClientsPerAddressRule(settings), new MaxClientsRule(clients, settings)));

  private Verdict judge(String host) {
    PeerAddress address = PeerAddress.of(NetUtil.createByteArrayFromIpAddressString(host), 1);
    return admission.judge(new Arrival(address, ListenerProfile.TCP));
  }

  private Permit enter(String host) {
    return ((Verdict.Admitted) judge(host)).permit();
  }

  private void assertRefused(String host) {
    assertThat(judge(host))
        .isEqualTo(
            Verdict.refuse(
                "ERR max number of clients from your address reached (maxclients-per-address)"));
  }

  @Test
  void anAddressHasSoManyClientsAndAnotherWhenOneLeaves() {
    Permit first = enter("10.0.0.1");
    enter("10.0.0.1");
    assertRefused("10.0.0.1");
    enter("10.0.0.2");
    first.release();
    enter("10.0.0.1");
    assertRefused("10.0.0.1");
    assertThat(clients.size()).isEqualTo(3);
  }

  @Test
  void anIpv6NetworkIsOneAddress() {
    enter("2001:db8::1");
    enter("2001:db8::2");
    assertRefused("2001:db8::3");
    enter("2001:db8:0:1::1");
  }

  @Test
  void aUnixSocketHasNoAddressToCount() {
    Arrival unix = new Arrival(PeerAddress.unix("/run/o.sock"), ListenerProfile.UNIX);
    for (int i = 0; i < 10; i++) {
      assertThat(admission.judge(unix)).isInstanceOf(Verdict.Admitted.class);
    }
  }

  @Test
  void whoFindsNoPlaceOfAllCountsForNoAddress() {
    Deque<Permit> others = new ArrayDeque<>();
    for (int i = 1; i <= 10; i++) {
      others.add(enter("10.0.1." + i));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(judge("10.0.0.1")).isInstanceOf(Verdict.Refused.class);
    }
    others.remove().release();
    others.remove().release();
    enter("10.0.0.1");
    enter("10.0.0.1");
    assertRefused("10.0.0.1");
  }

  @Test
  void theLimitCanChangeAndEndWhileClientsAreIn() {
    Permit first = enter("10.0.0.1");
    Permit second = enter("10.0.0.1");
    settings.change("maxclients-per-address", "1");
    first.release();
    assertRefused("10.0.0.1");
    settings.change("maxclients-per-address", "0");
    Permit uncounted = enter("10.0.0.1");
    settings.change("maxclients-per-address", "2");
    uncounted.release();
    second.release();
    enter("10.0.0.1");
    enter("10.0.0.1");
    assertRefused("10.0.0.1");
  }

  @RepeatedTest(5)
  void noAddressEverHasMoreWhoeverComesAndGoes() throws Exception {
    settings.change("maxclients", "1000");
    AtomicIntegerArray inside = new AtomicIntegerArray(2);
    AtomicIntegerArray most = new AtomicIntegerArray(2);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int which = i % 2;
      threads.add(
          () -> {
            Deque<Permit> mine = new ArrayDeque<>();
            for (int n = 0; n < 20_000; n++) {
              if (judge("10.0.0." + which) instanceof Verdict.Admitted admitted) {
                most.accumulateAndGet(which, inside.incrementAndGet(which), Math::max);
                mine.add(admitted.permit());
              }
              if (mine.size() > n % 3) {
                inside.decrementAndGet(which);
                mine.remove().release();
              }
            }
            inside.addAndGet(which, -mine.size());
            mine.forEach(Permit::release);
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Void> done : pool.invokeAll(threads)) {
      done.get();
    }
    pool.shutdown();
    assertThat(most.get(0)).isEqualTo(2);
    assertThat(most.get(1)).isEqualTo(2);
    assertThat(clients.size()).isZero();
    enter("10.0.0.0");
    enter("10.0.0.0");
    assertRefused("10.0.0.0");
  }
}
