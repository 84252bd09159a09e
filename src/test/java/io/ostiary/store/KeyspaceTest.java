package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a database gives back of what has expired, and when. */
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

  private void fill() {
    for (int i = 0; i < KEYS; i++) {
      asker.ask("SET k" + i + " v EX 1");
    }
  }
}
