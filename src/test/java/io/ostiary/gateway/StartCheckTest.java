package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import io.ostiary.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
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
        "unix:///a; upstream-mode; cluster; a cluster is reached at TCP ports",
        "redis://a/1; upstream-mode; cluster; a cluster has database 0 alone",
      })
  void endsTheStartAndNamesTheDirective(
      String url, String directive, String value, String complaint) {
    assertThatThrownBy(
            () -> Served.with(Served.local().put("upstream", url).put(directive, value), 1))
        .hasRootCauseInstanceOf(ConfigurationException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void saysThatAServerIsNoCluster() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Served gateway =
            Served.with(
                Served.local()
                    .put("upstream", "redis://127.0.0.1:" + redis.port())
                    .put("upstream-mode", "cluster"),
                1);
        Peer peer = gateway.peer()) {
      assertThat(peer.ask("GET a"))
          .isEqualTo(
              "-ERR upstream is unreachable: no node tells the slots of the cluster: 127.0.0.1:"
                  + redis.port()
                  + ": ERR This instance has cluster support disabled");
    }
  }
}
