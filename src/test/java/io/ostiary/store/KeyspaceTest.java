package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a database removes expired entries. */
final class KeyspaceTest {

  private static final int KEYS = 10 * Keyspace.MOST_SWEPT;

  private final FakeClock clock = new FakeClock();
  private final Asker asker = new Asker(new Store(1, clock));

  @Test
  void clearsExpiredKeysAwayThoughNobodyAsksForThem() {
    fill();
    clock.pass(Duration.ofSeconds(2));
    for (int i = 0; i < KEYS / Keyspace.MOST_SWEPT; i++) {
      asker.ask("SET other v");
    }
    assertThat(asker.ask("DBSIZE")).isEqualTo(":1");
  }

  @Test
  void clearsOnlySoManyAwayInOneCommand() {
    fill();
    clock.pass(Duration.ofSeconds(2));
    assertThat(asker.ask("DBSIZE")).isEqualTo(":" + (KEYS - Keyspace.MOST_SWEPT));
  }

  @Test
  void listsNoneOfThoseThatAreStillToBeCleared() {
    fill();
    asker.ask("SET other v");
    clock.pass(Duration.ofSeconds(2));
    assertThat(asker.ask("KEYS *")).isEqualTo("*1 $5 other");
  }

  @Test
  void countsNoneOfThoseThatAreStillToBeCleared() {
    fill();
    clock.pass(Duration.ofSeconds(2));
    assertThat(asker.ask("DEL k" + (KEYS - 1))).isEqualTo(":0");
    assertThat(asker.ask("EXISTS k" + (KEYS - 2))).isEqualTo(":0");
  }

  @Test
  void leavesAloneWhatWasPersistedReplacedOrPutOff() {
    asker.ask("SET a v EX 1");
    asker.ask("SET b v EX 1");
    asker.ask("SET c v EX 1");
    asker.ask("PERSIST a");
    asker.ask("SET b w");
    asker.ask("EXPIRE c 100");
    clock.pass(Duration.ofSeconds(2));
    assertThat(asker.ask("MGET a b c")).isEqualTo("*3 $1 v $1 w $1 v");
  }

  @Test
  void seesOneMomentThroughoutACommand() {
    AtomicLong seconds = new AtomicLong(1_700_000_000);
    Asker hasty = new Asker(new Store(1, () -> seconds.incrementAndGet() * 1000));
    hasty.ask("SET a v PX 2500");
    hasty.ask("MGET a a a");
    assertThat(hasty.ask("MGET a a a")).isEqualTo("*3 $1 v $1 v $1 v");
    assertThat(hasty.ask("MGET a a a")).isEqualTo("*3 $-1 $-1 $-1");
  }

  @Test
  void findsKeysOfAnyLengthOneAfterTheOther() {
    List<Integer> lengths =
        List.of(1, 2, 8, Key.PROBE_BYTES, Key.PROBE_BYTES - 1, Key.PROBE_BYTES + 1, 500, 3);
    for (int length : lengths) {
      asker.ask("SET " + "k".repeat(length) + " " + length);
    }
    for (int length : lengths) {
      String key = "k".repeat(length);
      assertThat(asker.ask("GET " + key)).endsWith(" " + length);
      assertThat(asker.ask("EXISTS " + key + "x " + key)).isEqualTo(":1");
    }
    for (int length : lengths) {
      String key = "k".repeat(length);
      assertThat(asker.ask("DEL " + key + "x " + key)).isEqualTo(":1");
      assertThat(asker.ask("GET " + key)).isEqualTo("$-1");
    }
    assertThat(asker.ask("DBSIZE")).isEqualTo(":0");
  }

  @Test
  void findsKeysWhoseHashesAreTheSame() {
    List<String> keys = List.of("AaAa", "AaBB", "BBAa", "BBBB");
    keys.forEach(key -> asker.ask("SET " + key + " " + key));
    keys.forEach(key -> asker.ask("APPEND " + key + " !"));
    for (String key : keys) {
      assertThat(asker.ask("GET " + key)).isEqualTo("$5 " + key + "!");
    }
    assertThat(asker.ask("DEL AaBB BBAa")).isEqualTo(":2");
    assertThat(asker.ask("MGET AaAa AaBB BBAa BBBB")).isEqualTo("*4 $5 AaAa! $-1 $-1 $5 BBBB!");
  }

  private void fill() {
    for (int i = 0; i < KEYS; i++) {
      asker.ask("SET k" + i + " v EX 1");
    }
  }
}
