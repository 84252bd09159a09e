package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.ClientTable;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Places of the table, taken and given back by many threads. */
final class PlacesTest {

  private static final int THREADS = 8;
  private static final int PLACES = 100;
  private static final int ROUNDS = 200;

  private static final String FULL = "ERR max number of clients reached";

  private final LiveSettings settings =
      new LiveSettings(Settings.defaults().with(Directives.MAXCLIENTS, PLACES));
  private final ClientTable clients = new ClientTable();
  private final Admission admission =
      new Admission(
          List.of(
              new MaxClientsRule(clients, settings), new ProtectedModeRule(settings, () -> false)));

  private static Arrival from(String address) throws Exception {
    return new Arrival(
        PeerAddress.of(InetAddress.getByName(address).getAddress(), 1), ListenerProfile.TCP);
  }

  private void set(String directive, String value) {
    settings.change(directive, value);
  }

  private static String reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }

  @Test
  void givesEveryPlaceAndNotOneMoreToManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<List<Permit>>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          tasks.add(() -> permitsOf(30, together));
        }
        int admitted = 0;
        for (Future<List<Permit>> taken : threads.invokeAll(tasks)) {
          for (Permit permit : taken.get()) {
            admitted++;
            permit.release();
          }
        }
        assertThat(admitted).as("round %s", round).isEqualTo(PLACES);
        assertThat(clients.size()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Permit> permitsOf(int arrivals, CyclicBarrier together) throws Exception {
    Arrival arrival = from("127.0.0.1");
    together.await(10, TimeUnit.SECONDS);
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < arrivals; i++) {
      if (admission.judge(arrival) instanceof Verdict.Admitted admitted) {
        permits.add(admitted.permit());
      }
    }
    return permits;
  }

  @Test
  void whoComesFromElsewhereToAFullHouseReadsThatItIsFull() throws Exception {
    set("maxclients", "1");
    assertThat(admission.judge(from("127.0.0.1"))).isInstanceOf(Verdict.Admitted.class);

    assertThat(reason(admission.judge(from("192.0.2.7")))).isEqualTo(FULL);
  }
}
