package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.command.Command;
import io.ostiary.command.CommandFlag;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLimitTest {

  private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";
  private static final long MIB = 1 << 20;

  private final FakeClock clock = new FakeClock();
  private final FakeHeap heap = new FakeHeap();
  private final MemoryLimit limit;
  private final Store store;
  private final Asker asker;

  MemoryLimitTest() {
    heap.max = 100 * MIB;
    heap.oldMax = 90 * MIB;
    heap.committed = 10 * MIB;
    limit = new MemoryLimit(new HeapWatch(heap, System::nanoTime));
    store = new Store(2, clock, limit);
    asker = new Asker(store);
  }

  @Test
  void givesEntriesAShareOfTheHeapUnlessToldOtherwise() {
    assertThat(store.maxBytes()).isEqualTo(60 * MIB);
    store.maxBytes(5);
    assertThat(store.maxBytes()).isEqualTo(5);
    store.maxBytes(0);
    assertThat(store.maxBytes()).isEqualTo(60 * MIB);
    assertThatThrownBy(() -> store.maxBytes(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET other v",
        "SET key value",
        "MSET a b",
        "APPEND key x",
        "INCR n",
        "DECR n",
        "INCRBY n 2",
        "DECRBY n 2",
        "SET a b NX EX 10"
      })
  void refusesWhatAddsWhenFull(String command) {
    asker.ask("SET key value");
    store.maxBytes(store.usedBytes());
    assertThat(asker.ask(command)).isEqualTo(OOM);
    assertThat(asker.ask("GET key")).isEqualTo("$5 value");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":1");
    store.maxBytes(0);
    assertThat(asker.ask(command)).doesNotStartWith("-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET key",
        "MGET key",
        "STRLEN key",
        "DEL key",
        "EXISTS key",
        "TYPE key",
        "KEYS *",
        "EXPIRE key 10",
        "PEXPIRE key 10",
        "TTL key",
        "PTTL key",
        "PERSIST key",
        "DBSIZE",
        "FLUSHDB",
        "FLUSHALL"
      })
  void servesAllElseWhenFull(String command) {
    asker.ask("SET key value");
    store.maxBytes(1);
    assertThat(asker.ask(command)).doesNotStartWith("-");
  }

  @Test
  void refusesNoOtherCommandThanThoseFlaggedSo() {
    List<String> flagged =
        store.commands().all().stream()
            .filter(command -> command.flags().contains(CommandFlag.DENYOOM))
            .map(Command::name)
            .toList();
    assertThat(flagged)
        .containsExactlyInAnyOrder("set", "mset", "append", "incr", "decr", "incrby", "decrby");
  }

  @Test
  void refusesAnArgumentThatHasNoRoom() {
    store.maxBytes(MIB);
    assertThat(asker.askWords("SET", "key", "x".repeat((int) MIB - 200))).isEqualTo(OOM);
    assertThat(asker.askWords("SET", "key", "x".repeat((int) MIB - 600))).isEqualTo("+OK");
    assertThat(asker.ask("APPEND key " + "x".repeat(600))).isEqualTo(OOM);
    assertThat(asker.ask("DEL key")).isEqualTo(":1");
    assertThat(store.usedBytes()).isLessThanOrEqualTo(64);
  }

  @Test
  void refusesAValueTooLongForTheHeapToJoin() {
    assertThat(asker.askWords("SET", "key", "x".repeat((int) (50 * MIB)))).isEqualTo("+OK");
    // Fits, but not while the old value exists.
    assertThat(asker.ask("APPEND key y")).isEqualTo(OOM);
    assertThat(asker.ask("STRLEN key")).isEqualTo(":" + 50 * MIB);
  }

  @Test
  void refusesWhatTheHeapHasNoRoomForWhateverTheMark() {
    store.maxBytes(1000 * MIB);
    heap.committed = 100 * MIB;
    heap.left = 81 * MIB;
    heap.leftByTheNext = heap.left;
    assertThat(asker.ask("SET key value")).isEqualTo(OOM);
    assertThat(asker.ask("GET key")).isEqualTo("$-1");
  }

  @Test
  void isOneForAllDatabases() {
    asker.ask("SET key value");
    long one = store.usedBytes();
    asker.select(1);
    asker.ask("SET key value");
    assertThat(store.usedBytes()).isEqualTo(2 * one);
    asker.ask("FLUSHDB");
    assertThat(store.usedBytes()).isEqualTo(one);
    asker.ask("SET key value");
    asker.ask("FLUSHALL");
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void countsWhatIsReplacedRemovedAndExpired() {
    asker.ask("SET key value");
    long plain = store.usedBytes();
    asker.ask("EXPIRE key 10");
    assertThat(store.usedBytes()).isEqualTo(plain + 40);
    asker.ask("SET key value KEEPTTL");
    asker.ask("MSET key value");
    assertThat(store.usedBytes()).isEqualTo(plain);
    asker.ask("SET key " + "v".repeat(105));
    assertThat(store.usedBytes()).isEqualTo(plain + 104);
    asker.ask("SET key value PX 10");
    asker.ask("SET other value PX 10");
    clock.pass(Duration.ofMillis(20));
    asker.ask("DBSIZE");
    assertThat(store.usedBytes()).isEqualTo(64); // of the table
  }

  @Test
  void countsTheTableAtItsGreatest() {
    Footprint.Table table = new Footprint.Table();
    assertThat(table.bytes(0)).isZero();
    assertThat(table.bytes(1)).isEqualTo(64);
    assertThat(table.bytes(12)).isEqualTo(192);
    assertThat(table.bytes(100_000)).isEqualTo(1_600_000);
    assertThat(table.bytes(1)).isEqualTo(4 * 262_144);
  }

  @Test
  void isNearWhatTheJvmTakes() {
    int count = 200_000;
    JvmHeap real = new JvmHeap();
    real.collect();
    long before = real.usedBytes();
    store.maxBytes(1L << 40);
    Asker filling = new Asker(store);
    for (int i = 0; i < count; i++) {
      String key = "key:" + i;
      String reply =
          i % 2 == 0
              ? filling.askWords("SET", key, "v".repeat(i % 200))
              : filling.askWords("SET", key, "v".repeat(i % 200), "EX", "1000");
      assertThat(reply).isEqualTo("+OK");
    }
    real.collect();
    long taken = real.usedBytes() - before;
    assertThat(store.usedBytes()).isBetween(taken * 90 / 100, taken * 115 / 100);
  }
}
