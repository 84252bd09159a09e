package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SetCommandTest {

  private final FakeClock clock = new FakeClock();
  private final Asker asker = new Asker(new Store(1, clock));

  @BeforeEach
  void setsAKey() {
    asker.ask("SET k old");
  }

  @Test
  void setsOnlyWhatIsAbsentWithNx() {
    assertThat(asker.ask("SET k new NX")).isEqualTo("$-1");
    assertThat(asker.ask("GET k")).isEqualTo("$3 old");
    assertThat(asker.ask("SET other new NX")).isEqualTo("+OK");
    assertThat(asker.ask("GET other")).isEqualTo("$3 new");
  }

  @Test
  void setsOnlyWhatIsPresentWithXx() {
    assertThat(asker.ask("SET k new XX")).isEqualTo("+OK");
    assertThat(asker.ask("GET k")).isEqualTo("$3 new");
    assertThat(asker.ask("SET other new XX")).isEqualTo("$-1");
    assertThat(asker.ask("EXISTS other")).isEqualTo(":0");
  }

  @Test
  void answersTheOldValueWithGet() {
    assertThat(asker.ask("SET k new GET")).isEqualTo("$3 old");
    assertThat(asker.ask("SET k newer GET NX")).isEqualTo("$3 new");
    assertThat(asker.ask("GET k")).isEqualTo("$3 new");
    assertThat(asker.ask("SET other x GET")).isEqualTo("$-1");
    assertThat(asker.ask("GET other")).isEqualTo("$1 x");
  }

  @Test
  void livesSoManySecondsWithEx() {
    assertThat(asker.ask("SET k v EX 100")).isEqualTo("+OK");
    assertThat(asker.ask("PTTL k")).isEqualTo(":100000");
  }

  @Test
  void livesSoManyMillisecondsWithPx() {
    assertThat(asker.ask("SET k v PX 100")).isEqualTo("+OK");
    assertThat(asker.ask("PTTL k")).isEqualTo(":100");
  }

  @Test
  void livesUntilAMomentWithExatAndPxat() {
    long nowMillis = clock.getAsLong();
    asker.ask("SET a v EXAT " + (nowMillis / 1000 + 7));
    asker.ask("SET b v PXAT " + (nowMillis + 7));
    assertThat(asker.ask("PTTL a")).isEqualTo(":7000");
    assertThat(asker.ask("PTTL b")).isEqualTo(":7");
  }

  @Test
  void isGoneAtOnceWhenTheMomentHasPassed() {
    assertThat(asker.ask("SET k v PXAT 1")).isEqualTo("+OK");
    assertThat(asker.ask("GET k")).isEqualTo("$-1");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":0");
  }

  @Test
  void takesTheLastMomentThereIs() {
    assertThat(asker.ask("SET k v PXAT 9223372036854775807")).isEqualTo("+OK");
    assertThat(asker.ask("PTTL k")).isEqualTo(":" + (Long.MAX_VALUE - clock.getAsLong()));
  }

  @Test
  void forgetsTheEndOfLifeUnlessToldToKeepIt() {
    asker.ask("SET k v EX 100");
    clock.pass(Duration.ofSeconds(1));
    assertThat(asker.ask("SET k w KEEPTTL")).isEqualTo("+OK");
    assertThat(asker.ask("TTL k")).isEqualTo(":99");
    assertThat(asker.ask("SET k x")).isEqualTo("+OK");
    assertThat(asker.ask("TTL k")).isEqualTo(":-1");
  }

  @Test
  void mayRepeatAnOption() {
    assertThat(asker.ask("SET k v xx XX get GET ex 5 EX 6")).isEqualTo("$3 old");
    assertThat(asker.ask("TTL k")).isEqualTo(":6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NX XX",
        "XX NX",
        "EX",
        "NX PX",
        "EX 1 PX 1",
        "EX 1 EXAT 1",
        "KEEPTTL EX 1",
        "EX 1 KEEPTTL",
        "PERSIST",
        "EX a BOGUS",
        "BOGUS"
      })
  void refusesOptionsThatMakeNoSense(String options) {
    assertThat(asker.ask("SET k new " + options)).isEqualTo("-ERR syntax error");
    assertThat(asker.ask("GET k")).isEqualTo("$3 old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EX 0",
        "EX -1",
        "PXAT 0",
        "EX 9223372036854775807",
        "EX 9223372036854775",
        "PX 9223372036854775807",
        "EXAT 9223372036854776",
        "NX EX 0"
      })
  void refusesTimesThatCannotBe(String options) {
    assertThat(asker.ask("SET k new " + options))
        .isEqualTo("-ERR invalid expire time in 'set' command");
    assertThat(asker.ask("GET k")).isEqualTo("$3 old");
  }

  @Test
  void refusesATimeThatIsNoNumber() {
    assertThat(asker.ask("SET k new EX ten"))
        .isEqualTo("-ERR value is not an integer or out of range");
  }
}
