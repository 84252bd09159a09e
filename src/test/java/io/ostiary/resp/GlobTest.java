package io.ostiary.resp;

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
    "*a*b*c*, xxaxxbxxc",
    "*ab, aab",
    "h[a\\]]llo, h]llo",
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
    "h[, h",
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
    byte[] hard = "*a".repeat(1000).concat("b").getBytes(UTF_8);
    String text = "a".repeat(20_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(Glob.of(hard).matches(text)).isFalse();
          assertThat(Glob.ofAnyCase(hard).matches(text)).isFalse();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "MAXclients, maxCLIENTS, true",
    "maxclient, MAXCLIENTS, false",
    "M*s, maxclientS, true",
    "*ab, AAB, true",
    "h[AE]llo, hallo, true",
    "h[^ae]llo, hEllo, false",
    "h[A-C]llo, hBllo, true",
    "h[A-c]llo, hbllo, true",
    "h\\ALLO, hallo, true",
    "h[, H, false",
    "É, é, false"
  })
  void matchesLettersOfAnyCase(String pattern, String text, boolean matches) {
    assertThat(Glob.ofAnyCase(pattern.getBytes(UTF_8)).matches(text)).isEqualTo(matches);
  }

  @Test
  void knowsAPlainName() {
    assertThat(Glob.of("tcp-keepalive".getBytes(UTF_8)).isLiteral()).isTrue();
    for (String pattern : new String[] {"tcp-*", "tcp-[k]eepalive", "?cp", "\\tcp"}) {
      assertThat(Glob.of(pattern.getBytes(UTF_8)).isLiteral()).isFalse();
    }
  }

  private static boolean matchesText(String pattern, String text) {
    return Glob.of(pattern.getBytes(UTF_8)).matches(text);
  }
}
