package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClientTableTest {

  private static final int THREADS = 8;
  private static final int CLIENTS_EACH = 2000;

  private final ClientTable table = new ClientTable();

  @Test
  void findsAClientUntilItIsStruckOut() {
    ConnectedClient client = open();
    assertThat(table.byId(client.id())).containsSame(client);
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.remove(client)).isTrue();
    assertThat(table.places().release(false)).isZero();
    assertThat(table.remove(client)).isFalse();
    assertThat(table.byId(client.id())).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void showsAProgramTheClientsAsTheyComeAndGo() {
    Clients view = table.view();
    ConnectedClient first = open();
    ConnectedClient second = open();
    assertThat(view.size()).isEqualTo(2);
    assertThat(view.list()).containsExactly(first, second);
    assertThat(view.find(first.id())).containsSame(first);
    table.remove(first);
    table.places().release(false);
    assertThat(view.size()).isEqualTo(1);
    assertThat(view.list()).containsExactly(second);
    assertThat(view.find(first.id())).isEmpty();
  }

  @Test
  void givesNoIdTwice() {
    ConnectedClient first = open();
    table.remove(first);
    assertThat(open().id()).isGreaterThan(first.id());
  }

  @Test
  void givesEachClientOfManyThreadsAnIdOfItsOwn() throws Exception {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    inThreads(
        () -> {
          for (int i = 0; i < CLIENTS_EACH; i++) {
            ids.add(open().id());
          }
          return null;
        });
    assertThat(ids).hasSize(THREADS * CLIENTS_EACH);
    assertThat(table.size()).isEqualTo(THREADS * CLIENTS_EACH);
  }

  @Test
  void listsThoseWhoStayOldestFirstWhileOthersComeAndGo() throws Exception {
    List<ConnectedClient> staying = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      staying.add(open());
      open();
    }
    inThreads(
        () -> {
          for (int i = 0; i < 300; i++) {
            ConnectedClient passing = open();
            List<ConnectedClient> listed = table.list(ClientFilter.ALL);
            assertThat(listed).extracting(ConnectedClient::id).isSorted().doesNotHaveDuplicates();
            assertThat(listed).contains(passing).containsSubsequence(staying);
            assertThat(table.byId(passing.id())).containsSame(passing);
            table.remove(passing);
            table.places().release(false);
          }
          return null;
        });
    assertThat(table.size()).isEqualTo(200);
  }

  /** Compared with a model, with gaps at either end and in between. */
  @Property(tries = 200)
  void isWhatAMapByIdWouldBe(@ForAll @Size(max = 300) List<@IntRange(max = 99) Integer> steps) {
    ClientTable table = new ClientTable();
    TreeMap<Long, ConnectedClient> expected = new TreeMap<>();
    for (int step : steps) {
      ConnectedClient client = open(table);
      expected.put(client.id(), client);
      Long victim = expected.ceilingKey(step * client.id() / 99);
      if (step % 3 != 0 && victim != null) {
        assertThat(table.remove(expected.remove(victim))).isTrue();
        table.places().release(false);
        assertThat(table.byId(victim)).isEmpty();
      }
    }
    assertThat(table.list(ClientFilter.ALL)).containsExactlyElementsOf(expected.values());
    assertThat(table.size()).isEqualTo(expected.size());
    expected.forEach((id, client) -> assertThat(table.byId(id)).containsSame(client));
  }

  @Test
  void losesNobodyAndKeepsNobodyWhileAllHappensAtOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      List<ConnectedClient> staying = Collections.synchronizedList(new ArrayList<>());
      inThreads(() -> comeGoAndLook(staying));
      staying.sort(Comparator.comparingLong(ConnectedClient::id));
      assertThat(table.list(ClientFilter.ALL)).isEqualTo(staying);
      assertThat(table.size()).isEqualTo(staying.size());
      inThreads(() -> sendAway(staying));
      assertThat(table.list(ClientFilter.ALL)).isEmpty();
      assertThat(table.size()).isZero();
    }
  }

  /** Each thread keeps a third of the clients it adds, and lists all from time to time. */
  private Void comeGoAndLook(List<ConnectedClient> staying) {
    List<ConnectedClient> own = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      own.add(open());
      if (i % 3 == 2) {
        assertThat(table.remove(own.remove(own.size() / 2))).isTrue();
        assertThat(table.remove(own.remove(own.size() / 3))).isTrue();
        table.places().release(false);
        table.places().release(false);
      }
      if (i % 300 == 0) {
        assertThat(table.list(ClientFilter.ALL))
            .isSortedAccordingTo(Comparator.comparingLong(ConnectedClient::id))
            .doesNotHaveDuplicates()
            .containsSubsequence(own);
      }
    }
    own.forEach(client -> assertThat(table.byId(client.id())).containsSame(client));
    staying.addAll(own);
    return null;
  }

  /** Every thread tries to remove every client; exactly one succeeds for each. */
  private Void sendAway(List<ConnectedClient> staying) {
    for (ConnectedClient client : List.copyOf(staying)) {
      if (table.remove(client)) {
        assertThat(staying.remove(client)).isTrue();
        table.places().release(false);
      }
      assertThat(table.byId(client.id())).isEmpty();
    }
    return null;
  }

  private ConnectedClient open() {
    return open(table);
  }

  private static ConnectedClient open(ClientTable table) {
    ConnectedClient client =
        new ConnectedClient(
            table.nextId(),
            Ends.of("10.0.0.1:1", "127.0.0.1:6379", -1),
            true,
            0,
            new TestLink(reason -> {}));
    assertThat(table.places().take(false, Integer.MAX_VALUE, Integer.MAX_VALUE)).isTrue();
    table.add(client);
    return client;
  }

  private static void inThreads(Callable<Void> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(task));
      }
      for (Future<Void> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
