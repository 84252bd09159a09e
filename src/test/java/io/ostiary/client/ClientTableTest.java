package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientTableTest {

  private static final int THREADS = 8;
  private static final int CLIENTS_EACH = 2000;

  private final ClientTable table = new ClientTable();

  @Test
  void findsAClientUntilItIsStruckOut() {
    Client client = open();
    assertThat(table.byId(client.id())).containsSame(client);
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.remove(client)).isTrue();
    assertThat(table.remove(client)).isFalse();
    assertThat(table.byId(client.id())).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void givesNoIdTwice() {
    Client first = open();
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
    List<Client> staying = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      staying.add(open());
      open();
    }
    inThreads(
        () -> {
          for (int i = 0; i < 300; i++) {
            Client passing = open();
            List<Client> listed = table.list(ClientFilter.ALL);
            assertThat(listed).extracting(Client::id).isSorted().doesNotHaveDuplicates();
            assertThat(listed).contains(passing).containsSubsequence(staying);
            assertThat(table.byId(passing.id())).containsSame(passing);
            table.remove(passing);
          }
          return null;
        });
    assertThat(table.size()).isEqualTo(200);
  }

  private Client open() {
    return table.open(Origins.of("10.0.0.1:1", "127.0.0.1:6379", -1), true, 0, reason -> {});
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
