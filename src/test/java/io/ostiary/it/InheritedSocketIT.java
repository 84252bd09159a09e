package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import org.junit.jupiter.api.Test;

/** A server that is handed its listening socket, as systemd does. */
class InheritedSocketIT {

  /** Opens the socket and becomes what follows, so that the process's number stays. */
  private static final String LAUNCHER =
      """
      import os, socket, sys
      s = socket.socket()
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind(("127.0.0.1", int(sys.argv[1])))
      s.listen(100)
      s.setblocking(sys.argv[2] == "blocking")
      os.dup2(s.fileno(), 3)
      os.set_inheritable(3, True)
      os.environ["LISTEN_PID"] = str(os.getpid())
      os.environ["LISTEN_FDS"] = "1"
      os.execvp(sys.argv[3], sys.argv[3:])
      """;

  private final int port = FreePort.find();

  private Start start(String mode, String... arguments) {
    Tool.need("python3");
    return Start.jar(arguments).under("python3", "-c", LAUNCHER, "" + port, mode);
  }

  @Test
  void allEventLoopsServeIt() {
    try (OstiaryProcess server =
        start("nonblocking", "--bind", "fd@3", "--event-loops", "2").untilReady()) {
      assertThat(server.log()).contains("Listening on fd@3, port " + port);
      Peer[] clients = new Peer[50];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = Peer.to(port);
        assertThat(clients[i].ask("PING")).isEqualTo("+PONG");
      }
      assertThat(clients[0].askBulk("INFO server"))
          .contains("tcp_port:" + port, "listener0:name=tcp,bind=fd@3,port=" + port);
      assertThat(clients[0].askBulk("CLIENT INFO")).contains(" laddr=127.0.0.1:" + port);

      int other = FreePort.find();
      assertThat(clients[0].ask("CONFIG SET bind 127.0.0.1 port " + other)).isEqualTo("+OK");
      assertThat(Peer.to(other).ask("PING")).isEqualTo("+PONG");
      assertThat(clients[1].ask("CONFIG SET bind fd@3")).isEqualTo("+OK");
      await()
          .atMost(Spawned.PATIENCE)
          .untilAsserted(() -> assertThat(Peer.to(port).ask("PING")).isEqualTo("+PONG"));
      assertThat(clients[2].ask("CONFIG SET bind fd@4")).contains("fd@3 to fd@3");
      assertThat(Peer.to(port).ask("PING")).isEqualTo("+PONG");
      for (Peer client : clients) {
        client.close();
      }
      server.signal("TERM");
      assertThat(server.end().status()).isZero();
    }
  }

  @Test
  void oneThatBlocksEndsTheStartWithTheRemedy() {
    Ended ended = start("blocking", "--bind", "fd@3").untilEnd();

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err() + ended.out()).contains("NonBlocking=yes");
  }

  @Test
  void whatWasNotHandedOverIsNotTaken() {
    Ended ended = Start.jar("--bind", "fd@3").untilEnd();

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err() + ended.out()).contains("no socket was handed over");
  }
}
