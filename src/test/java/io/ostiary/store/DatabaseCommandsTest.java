package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseCommandsTest {

  private final Asker asker = new Asker(new Store(2));

  @BeforeEach
  void fillsTwoDatabases() {
    asker.select(1);
    asker.ask("SET b 1");
    asker.select(0);
    asker.ask("MSET a 0 b 0");
  }

  @Test
  void keepsTheDatabasesApart() {
    asker.select(1);
    assertThat(asker.ask("MGET a b")).isEqualTo("*2 $-1 $1 1");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":1");
  }

  @Test
  void emptiesTheSelectedDatabaseOnly() {
    assertThat(asker.ask("FLUSHDB")).isEqualTo("+OK");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":0");
    asker.select(1);
    assertThat(asker.ask("DBSIZE")).isEqualTo(":1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLUSHALL", "FLUSHALL SYNC", "flushall async"})
  void emptiesEveryDatabase(String command) {
    assertThat(asker.ask(command)).isEqualTo("+OK");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":0");
    asker.select(1);
    assertThat(asker.ask("DBSIZE")).isEqualTo(":0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLUSHDB NOW", "FLUSHALL SYNC ASYNC", "FLUSHALL SYNC SYNC"})
  void removesNothingWhenAskedInAWrongWay(String command) {
    assertThat(asker.ask(command)).isEqualTo("-ERR syntax error");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":2");
  }

  @Test
  void isUsableAfterItWasEmptied() {
    asker.ask("SET c 1 EX 100");
    asker.ask("FLUSHDB");
    asker.ask("SET c 2");
    assertThat(asker.ask("GET c")).isEqualTo("$1 2");
  }

  @Test
  void needsOneDatabaseAtLeast() {
    assertThatThrownBy(() -> new Store(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a store has at least 1 database, not 0");
  }
}
