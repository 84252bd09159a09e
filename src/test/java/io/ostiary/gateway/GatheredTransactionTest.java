package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transaction that begins behind what is still due. */
final class GatheredTransactionTest {

  @Test
  void beginsAlsoWhenAReplyBeforeItIsStillOnItsWay() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Served gateway =
            Served.with(Served.local().put("upstream", "redis://127.0.0.1:" + redis.port()), 1);
        Peer peer = gateway.peer()) {
      assertThat(peer.ask("SET a 1")).isEqualTo("+OK");
      for (int i = 0; i < 50; i++) {
        peer.send("INCR a\r\nMULTI\r\nINCR a\r\n");
        assertThat(List.of(peer.line(), peer.line(), peer.line()))
            .containsExactly(":" + (2 + 2 * i), "+OK", "+QUEUED");
        assertThat(List.of(peer.ask("EXEC"), peer.line())).containsExactly("*1", ":" + (3 + 2 * i));
      }
    }
  }
}
