package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class KeyCommandsTest {

  private final Asker asker = new Asker(new Store(1));

  @Test
  void countsWhatItRemoved() {
    asker.ask("MSET a 1 b 2 c 3");
    assertThat(asker.ask("DEL a none b a")).isEqualTo(":2");
    assertThat(asker.ask("KEYS *")).isEqualTo("*1 $1 c");
  }

  @Test
  void countsAKeyAsOftenAsItIsNamed() {
    asker.ask("MSET a 1 b 2");
    assertThat(asker.ask("EXISTS a b a none")).isEqualTo(":3");
  }

  @Test
  void knowsOneTypeOfValue() {
    asker.ask("SET a 1");
    assertThat(asker.ask("TYPE a")).isEqualTo("+string");
    assertThat(asker.ask("TYPE none")).isEqualTo("+none");
  }

  @Test
  void listsTheKeysThatMatch() {
    asker.ask("MSET user:1 a user:2 b guest:1 c");
    assertThat(asker.ask("KEYS user:*")).isIn("*2 $6 user:1 $6 user:2", "*2 $6 user:2 $6 user:1");
    assertThat(asker.ask("KEYS g*")).isEqualTo("*1 $7 guest:1");
    assertThat(asker.ask("KEYS x*")).isEqualTo("*0");
  }

  @Test
  void tellsKeysApartWhoseHashesAreTheSame() {
    assertThat(Arrays.hashCode(new byte[] {'A', 'a'}))
        .isEqualTo(Arrays.hashCode(new byte[] {'B', 'B'}));
    asker.ask("MSET Aa 1 BB 2");
    assertThat(asker.ask("MGET Aa BB")).isEqualTo("*2 $1 1 $1 2");
  }
}
