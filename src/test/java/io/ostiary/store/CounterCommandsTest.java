package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CounterCommandsTest {

  private static final String NOT_A_NUMBER = "-ERR value is not an integer or out of range";
  private static final String OVERFLOW = "-ERR increment or decrement would overflow";

  private final Asker asker = new Asker(new Store(1));

  @Test
  void countsFromZero() {
    assertThat(asker.ask("INCR n")).isEqualTo(":1");
    assertThat(asker.ask("INCRBY n 41")).isEqualTo(":42");
    assertThat(asker.ask("DECR n")).isEqualTo(":41");
    assertThat(asker.ask("DECRBY n 50")).isEqualTo(":-9");
    assertThat(asker.ask("GET n")).isEqualTo("$2 -9");
  }

  @Test
  void keepsTheEndOfLife() {
    asker.ask("SET n 1 PXAT 9223372036854775807");
    asker.ask("INCR n");
    assertThat(asker.ask("PERSIST n")).isEqualTo(":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "1.0", "+1", "-0", "01", " 1", "9223372036854775808", "\u0661", "-"})
  void refusesAValueThatIsNoNumber(String value) {
    asker.askWords("SET", "n", value);
    assertThat(asker.ask("INCR n")).isEqualTo(NOT_A_NUMBER);
    assertThat(asker.ask("GET n")).isEqualTo(asker.askWords("SET", "n", value, "GET"));
  }

  @Test
  void refusesAnIncrementThatIsNoNumber() {
    assertThat(asker.ask("INCRBY n one")).isEqualTo(NOT_A_NUMBER);
    assertThat(asker.ask("EXISTS n")).isEqualTo(":0");
  }

  @Test
  void reachesTheLargestAndTheSmallestNumber() {
    assertThat(asker.ask("INCRBY n 9223372036854775807")).isEqualTo(":9223372036854775807");
    assertThat(asker.ask("INCR n")).isEqualTo(OVERFLOW);
    assertThat(asker.ask("INCRBY m -9223372036854775808")).isEqualTo(":-9223372036854775808");
    assertThat(asker.ask("DECR m")).isEqualTo(OVERFLOW);
    assertThat(asker.ask("MGET n m"))
        .isEqualTo("*2 $19 9223372036854775807 $20 -9223372036854775808");
  }

  @Test
  void refusesToTakeAwayWhatHasNoOpposite() {
    assertThat(asker.ask("DECRBY n -9223372036854775808"))
        .isEqualTo("-ERR decrement would overflow");
  }
}
