package io.ostiary.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything",
    "*, ''",
    "'', ''",
    "h?llo, hallo",
    "h*o, ho",
    "h*l*o, hello",
    "*.log, a.log.log",
    "h[ae]llo, hello",
    "h[^x]llo, hello",
    "h[a-e]llo, hcllo",
    "h[e-a]llo, hcllo",
    "h\\*llo, h*llo",
    "a\\, a\\",
    "[\\]], ]",
    "[abc, b",
    "[^], x"
  })
  void matches(String pattern, String text) {
    assertThat(matchesText(pattern, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', a",
    "a, ''",
    "a, A",
    "h?llo, hllo",
    "h[ae]llo, hillo",
    "h[^e]llo, hello",
    "h[a-e]llo, hfllo",
    "h\\*llo, hallo",
    "*a, ab",
    "a*, ba",
    "[], a",
    "[]a], a",
    "?, ''"
  })
  void doesNotMatch(String pattern, String text) {
    assertThat(matchesText(pattern, text)).isFalse();
  }

  @Test
  void needsNoLongTimeForManyStars() {
    Glob pattern = new Glob("a*".repeat(50).concat("b").getBytes(UTF_8));
    byte[] text = "a".repeat(5000).getBytes(UTF_8);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(pattern.matches(text)).isFalse());
  }

  private static boolean matchesText(String pattern, String text) {
    return new Glob(pattern.getBytes(UTF_8)).matches(text.getBytes(UTF_8));
  }
}
