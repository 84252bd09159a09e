package io.ostiary.command.server;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "maxclients, maxclients, true",
    "MAXclients, maxCLIENTS, true",
    "maxclient, maxclients, false",
    "maxclients, maxclient, false",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "?, '', false",
    "m*s, maxclients, true",
    "m*x, maxclients, false",
    "*a*b*c*, xxaxxbxxc, true",
    "*ab, aab, true",
    "h[ae]llo, hallo, true",
    "h[ae]llo, hillo, false",
    "h[^ae]llo, hillo, true",
    "h[^ae]llo, hello, false",
    "h[a-c]llo, hbllo, true",
    "h[c-a]llo, hbllo, true",
    "h[a-c]llo, hdllo, false",
    "h[a\\]]llo, h]llo, true",
    "h\\*llo, h*llo, true",
    "h\\*llo, hello, false",
    "h[abc, ha, true",
    "h[, h, false",
    "h\\, h\\, true"
  })
  void matchesAsRedisDoes(String pattern, String name, boolean matches) {
    assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void isNotLedIntoEndlessTrying() {
    Glob hard = new Glob("*a".repeat(1000) + "b");
    String name = "a".repeat(20_000);
    assertTimeoutPreemptively(ofSeconds(10), () -> assertThat(hard.matches(name)).isFalse());
  }

  @Test
  void knowsAPlainName() {
    assertThat(new Glob("tcp-keepalive").isLiteral()).isTrue();
    assertThat(new Glob("tcp-*").isLiteral()).isFalse();
    assertThat(new Glob("tcp-[k]eepalive").isLiteral()).isFalse();
  }
}
