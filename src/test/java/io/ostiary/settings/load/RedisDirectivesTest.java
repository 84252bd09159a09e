package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.settings.Directives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisDirectivesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save",
        "APPENDONLY",
        "slaveof",
        "replicaof",
        "loadmodule",
        "io-threads",
        "tls-cluster",
        "hash-max-ziplist-entries",
        "availability-zone",
        "search-default-dialect",
        "mymodule.setting"
      })
  void knowsWhatRedisKnows(String name) {
    assertThat(RedisDirectives.contains(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#", "colour", ".x", "include-all"})
  void knowsNothingElse(String name) {
    assertThat(RedisDirectives.contains(name)).isFalse();
  }

  @Test
  void holdsNoneOfOurOwn() {
    assertThat(Directives.all()).noneMatch(own -> RedisDirectives.contains(own.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "max-clients, maxclients",
    "PROT, port",
    "requirepassword, requirepass",
    "tcp-keep-alive, tcp-keepalive",
    "append-only, appendonly"
  })
  void suggestsTheNearestName(String written, String meant) {
    assertThat(RedisDirectives.nearest(written)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "colour", "hello-world"})
  void suggestsNothingWhenNothingIsNear(String written) {
    assertThat(RedisDirectives.nearest(written)).isEmpty();
  }
}
