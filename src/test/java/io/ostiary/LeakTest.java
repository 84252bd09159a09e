package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors and places are given back however a connection ends. */
final class LeakTest {

  @Test
  void descriptorsAndPlacesComeBackAfterEveryKindOfEnd() throws Exception {
    try (Served server = Served.with(Served.local().put("maxclients", 50), 2);
        Peer watcher = server.peer()) {
      assertThat(watcher.ask("PING")).isEqualTo("+PONG");
      long before = Served.openDescriptors();
      for (int round = 0; round < 10; round++) {
        everyKindOfEnd(server, watcher);
      }
      await()
          .untilAsserted(
              () -> {
                assertThat(watcher.info("connected_clients")).isEqualTo(1);
                assertThat(Served.openDescriptors()).isLessThanOrEqualTo(before + 2);
              });
      List<Peer> all = new ArrayList<>();
      for (int i = 0; i < 49; i++) {
        all.add(server.peer());
        assertThat(all.get(i).ask("PING")).isEqualTo("+PONG");
      }
      assertThat(server.peer().line()).isEqualTo("-ERR max number of clients reached");
      all.forEach(Peer::close);
    }
  }

  private static void everyKindOfEnd(Served server, Peer watcher) {
    for (int i = 0; i < 8; i++) {
      server.peer().close();
      server.peer().send("GET a\r\nSET").close();
      server.peer().send("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$100\r\nhalf").reset();
      server.peer().send("*1\r\n!\r\n").close();
      Peer quits = server.peer().send("QUIT\r\n");
      assertThat(quits.rest()).isIn("+OK\r\n", "-ERR max number of clients reached\r\n");
      quits.close();
    }
    Peer victim = server.peer();
    if (victim.ask("PING").equals("+PONG")) {
      watcher.ask("CLIENT KILL TYPE normal");
    }
    assertThat(victim.rest()).isEmpty();
    victim.close();
  }
}
