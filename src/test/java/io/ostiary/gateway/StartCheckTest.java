package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.peer.Served;
import io.ostiary.settings.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a gateway that do not go together, or ask for what it cannot do. */
final class StartCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "redis+sentinel://a/m; upstream-mode; single; names Sentinels",
        "redis+sentinel://a/m; upstream-mode; cluster; names Sentinels",
        "redis://a; upstream-mode; sentinel; names no Sentinels",
        "redis://a,b; upstream-mode; single; names several servers",
        "redis://a,b; upstream-mode; auto; upstream with several hosts: a cluster behind is not",
        "redis://a; upstream-mode; cluster; upstream-mode cluster: a cluster behind is not supported",
        "redis://a; upstream-read; replica; upstream-read replica: reading from replicas is not",
      })
  void endsTheStartAndNamesTheDirective(
      String url, String directive, String value, String complaint) {
    assertThatThrownBy(
            () -> Served.with(Served.local().put("upstream", url).put(directive, value), 1))
        .hasRootCauseInstanceOf(ConfigurationException.class)
        .hasMessageContaining(complaint);
  }
}
