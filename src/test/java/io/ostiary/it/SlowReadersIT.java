package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients that request a large value and do not read it, in a small JVM. */
final class SlowReadersIT {

  private static final int READERS = 300;
  private static final int VALUE_BYTES = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  @EnabledOnOs(OS.LINUX)
  void noReservationFailsAndTheOthersAreServed(String transport) {
    Start start = Start.onFreePort("--transport", transport).jvm("-Xmx128m");
    List<Peer> readers = new ArrayList<>();
    try (OstiaryProcess server = start.untilReady();
        Peer other = server.peer()) {
      String value = "v".repeat(VALUE_BYTES);
      other.send("*3\r\n$3\r\nSET\r\n$1\r\nv\r\n$" + VALUE_BYTES + "\r\n" + value + "\r\n");
      assertThat(other.line()).isEqualTo("+OK");
      for (int i = 0; i < READERS; i++) {
        readers.add(server.peer().send("GET v\r\n".repeat(20)));
        assertThat(other.ask("PING")).as("PING beside %d readers", i).isEqualTo("+PONG");
      }
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      assertThat(server.log()).doesNotContain("OutOfMemoryError", "OutOfDirectMemory");
    } finally {
      readers.forEach(Peer::reset);
    }
  }
}
