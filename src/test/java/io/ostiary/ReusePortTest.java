package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Two servers on one port, while one takes the other's place. */
final class ReusePortTest {

  private final int port = FreePort.find();

  private JsonObject config(boolean reusePort) {
    return new JsonObject().put("port", port).put("bind", "127.0.0.1").put("reuse-port", reusePort);
  }

  @EachTransport
  void theNextServerStartsOnAPortThatIsServedAndTakesItOver(TestTransport on) throws Exception {
    assumeThat(on).isNotEqualTo(TestTransport.NIO);
    try (Served before = Served.on(on, config(true), 2);
        Peer client = before.peer();
        Served after = Served.on(on, config(true), 2)) {
      assertThat(after.port()).isEqualTo(port);
      for (int i = 0; i < 8; i++) {
        assertThat(Peer.to(port).ask("PING")).isEqualTo("+PONG");
      }
      assertThat(client.ask("PING")).isEqualTo("+PONG");
      before.undeploy();
      for (int i = 0; i < 8; i++) {
        assertThat(Peer.to(port).ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @EachTransport
  void withoutItAPortThatIsServedEndsTheStart(TestTransport on) throws Exception {
    assumeThat(on).isNotEqualTo(TestTransport.NIO);
    try (Served before = Served.on(on, config(true), 2)) {
      assertThatThrownBy(() -> Served.on(on, config(false), 2).close())
          .cause()
          .hasMessageContaining("already in use");
      assertThat(before.peer().ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aTransportThatCannotDoItSaysSo() {
    assertThatThrownBy(() -> Served.on(TestTransport.NIO, config(true), 1).close())
        .cause()
        .hasMessageContaining("reuse-port needs transport epoll or io_uring");
  }
}
