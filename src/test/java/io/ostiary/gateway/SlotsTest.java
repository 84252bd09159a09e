package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.resp.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slots as Redis's CLUSTER KEYSLOT tells them. */
final class SlotsTest {

  @ParameterizedTest
  @CsvSource({
    "123456789, 12739",
    "foo, 12182",
    "a, 15495",
    "b, 3300",
    "{user1000}.following, 3443",
    "user1000, 3443",
    "foo{}{bar}, 8363",
    "foo{{bar}}zap, 4015",
    "'{bar', 4015",
    "foo{bar}{zap}, 5061",
    "bar, 5061",
    "'', 0",
    "'{', 4092",
  })
  void areThoseOfRedis(String key, int slot) {
    assertThat(Slots.of(Request.of("GET", key), 1)).isEqualTo(slot);
  }
}
