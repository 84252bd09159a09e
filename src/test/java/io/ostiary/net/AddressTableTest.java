package io.ostiary.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AddressTableTest {

  // The times of a JVM may pass from positive to negative.
  private static final long NOW = Long.parseLong("9223372036854775802");

  private static Cidr network(int number) {
    byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    return Cidr.of(PeerAddress.of(bytes, 1), 64).orElseThrow();
  }

  private static long add(AddressTable table, Cidr network, long now, long lasts) {
    return table.update(
        network,
        now,
        entry -> {
          entry.set(now + lasts, entry.count() + 1);
          return entry.count();
        });
  }

  @Test
  void remembersEachNetworkUntilItsTimeIsOver() {
    AddressTable table = new AddressTable(1024);
    assertThat(add(table, network(1), NOW, 100)).isEqualTo(1);
    assertThat(add(table, network(1), NOW, 100)).isEqualTo(2);
    assertThat(add(table, network(2), NOW, 100)).isEqualTo(1);
    assertThat(add(table, network(1), NOW + 99, 100)).isEqualTo(3);
    assertThat(add(table, network(2), NOW + 100, 100)).as("forgotten").isEqualTo(1);
    assertThat(table.find(network(1), NOW + 198, -1, AddressTable.Entry::count)).isEqualTo(3);
    assertThat(table.find(network(1), NOW + 199, -1, AddressTable.Entry::count)).isEqualTo(-1);
    assertThat(table.find(network(3), NOW, -1, AddressTable.Entry::count)).isEqualTo(-1);
  }

  @Test
  void tellsNetworksApartThatBeginAlike() {
    AddressTable table = new AddressTable(1024);
    List<Cidr> alike =
        List.of(
            Cidr.parse("32.1.13.184"),
            Cidr.parse("2001:db8::/64"),
            Cidr.parse("2001:db8::/32"),
            Cidr.parse("2001:db8::"));
    alike.forEach(network -> add(table, network, NOW, 100));
    assertThat(alike).allMatch(network -> add(table, network, NOW, 100) == 2);
  }

  @Test
  void aNewNetworkInAFullTableGoesOnFromWhatTheLeastHad() {
    AddressTable table = new AddressTable(8);
    for (int number = 0; number < 8; number++) {
      for (int times = 0; times < 3 + number; times++) {
        add(table, network(number), NOW, 100);
      }
    }
    assertThat(table.takeovers()).isZero();
    assertThat(add(table, network(99), NOW, 100)).as("the least had 3").isEqualTo(4);
    assertThat(table.takeovers()).isEqualTo(1);
    assertThat(add(table, network(0), NOW, 100)).as("who had 3, by one that had 4").isEqualTo(5);
    assertThat(add(table, network(7), NOW, 100)).as("not touched").isEqualTo(11);
    assertThat(add(table, network(100), NOW + 100, 100)).as("all forgotten").isEqualTo(1);
  }

  @Test
  void noNetworkIsEverTakenForOneThatDidLess() {
    AddressTable table = new AddressTable(64);
    int[] truth = new int[500];
    for (int i = 0; i < 20_000; i++) {
      int number = (int) Math.abs(Math.pow(i % 97, 2.3) + i * 31L) % truth.length;
      truth[number]++;
      assertThat(add(table, network(number), NOW, 1000)).isGreaterThanOrEqualTo(truth[number]);
    }
    assertThat(table.takeovers()).isPositive();
  }

  @Test
  void losesNothingThatManyThreadsAddAtOnce() throws Exception {
    AddressTable table = new AddressTable(1024);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          () -> {
            for (int n = 0; n < 20_000; n++) {
              add(table, network(n % 50), NOW, 100);
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Void> done : pool.invokeAll(threads)) {
      done.get();
    }
    pool.shutdown();
    for (int number = 0; number < 50; number++) {
      assertThat(table.find(network(number), NOW, -1, AddressTable.Entry::count))
          .isEqualTo(8 * 20_000 / 50);
    }
  }

  @Test
  void hasAPowerOfTwoOfEntries() {
    assertThatThrownBy(() -> new AddressTable(1000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AddressTable(4)).isInstanceOf(IllegalArgumentException.class);
  }
}
