package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpiryCommandsTest {

  private final FakeClock clock = new FakeClock();
  private final Asker asker = new Asker(new Store(1, clock));

  @BeforeEach
  void setsAKey() {
    asker.ask("SET k v");
  }

  @Test
  void seesAKeyUntilItsLastMillisecondAndNotAfter() {
    assertThat(asker.ask("PEXPIRE k 1500")).isEqualTo(":1");
    clock.pass(Duration.ofMillis(1500));
    assertThat(asker.ask("GET k")).isEqualTo("$1 v");
    assertThat(asker.ask("PTTL k")).isEqualTo(":0");
    clock.pass(Duration.ofMillis(1));
    assertThat(asker.ask("GET k")).isEqualTo("$-1");
    assertThat(asker.ask("PTTL k")).isEqualTo(":-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"EXISTS k", "STRLEN k", "DEL k", "PERSIST k", "EXPIRE k 10", "APPEND k xxx"})
  void treatsAnExpiredKeyAsOneThatNeverWas(String command) {
    asker.ask("PEXPIRE k 10");
    clock.pass(Duration.ofMillis(11));
    String atExpired = asker.ask(command);
    assertThat(atExpired).isEqualTo(asker.ask(command.replace("k", "never")));
  }

  @Test
  void setsAnewWhatHasExpired() {
    asker.ask("PEXPIRE k 10");
    clock.pass(Duration.ofMillis(11));
    assertThat(asker.ask("SET k w NX KEEPTTL")).isEqualTo("+OK");
    assertThat(asker.ask("TTL k")).isEqualTo(":-1");
  }

  @ParameterizedTest
  @CsvSource({"1499, 1", "1500, 2", "499, 0", "100000, 100"})
  void roundsSecondsToTheNearest(long millis, long seconds) {
    asker.ask("PEXPIRE k " + millis);
    assertThat(asker.ask("TTL k")).isEqualTo(":" + seconds);
    assertThat(asker.ask("PTTL k")).isEqualTo(":" + millis);
  }

  @Test
  void persistsWhatWouldExpire() {
    asker.ask("EXPIRE k 10");
    assertThat(asker.ask("PERSIST k")).isEqualTo(":1");
    assertThat(asker.ask("PERSIST k")).isEqualTo(":0");
    clock.pass(Duration.ofDays(1));
    assertThat(asker.ask("TTL k")).isEqualTo(":-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXPIRE k 0", "EXPIRE k -1", "PEXPIRE k -9223372036854775808"})
  void removesAtOnceWhatEndsInThePast(String command) {
    assertThat(asker.ask(command)).isEqualTo(":1");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":0");
  }

  @ParameterizedTest
  @CsvSource({
    // current expiry, condition, whether 100 s replaces it
    "-, NX, 1",
    "-, XX, 0",
    "-, GT, 0",
    "-, LT, 1",
    "-, XX LT, 0",
    "200, NX, 0",
    "200, XX, 1",
    "200, GT, 0",
    "200, LT, 1",
    "100, GT, 0",
    "100, LT, 0",
    "50, GT, 1",
    "50, XX GT, 1",
    "50, lt, 0",
    "50, LT LT, 0"
  })
  void changesTheEndOfLifeOnCondition(String seconds, String condition, int changes) {
    if (!seconds.equals("-")) {
      asker.ask("EXPIRE k " + seconds);
    }
    String before = asker.ask("TTL k");
    assertThat(asker.ask("EXPIRE k 100 " + condition)).isEqualTo(":" + changes);
    assertThat(asker.ask("TTL k")).isEqualTo(changes == 1 ? ":100" : before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXPIRE k 10 NX XX | NX and XX, GT or LT options at the same time are not compatible",
        "EXPIRE k 10 LT NX | NX and XX, GT or LT options at the same time are not compatible",
        "EXPIRE k 10 GT LT | GT and LT options at the same time are not compatible",
        "EXPIRE k ten FOO | Unsupported option FOO",
        "EXPIRE k ten | value is not an integer or out of range",
        "EXPIRE none 9223372036854775807 | invalid expire time in 'expire' command",
        "EXPIRE k -9223372036854775808 | invalid expire time in 'expire' command",
        "EXPIRE k 9223372036854775 | invalid expire time in 'expire' command",
        "PEXPIRE k 9223372036854775807 | invalid expire time in 'pexpire' command"
      })
  void refusesWhatMakesNoSense(String command, String error) {
    assertThat(asker.ask(command)).isEqualTo("-ERR " + error);
    assertThat(asker.ask("TTL k")).isEqualTo(":-1");
  }
}
