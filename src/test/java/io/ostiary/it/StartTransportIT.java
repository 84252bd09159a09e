package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTransportIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  @EnabledOnOs(OS.LINUX)
  void servesWithTheTransportThatIsNamed(String transport) {
    try (OstiaryProcess server = Start.onFreePort("--transport", transport).untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      assertThat(RedisCli.ask(server.port(), "INFO", "server"))
          .contains("multiplexing_api:" + transport);
    }
  }

  @Test
  void servesFromBuffersThatTellNoAddress() {
    try (OstiaryProcess server = Start.onFreePort().jvm("-Dio.netty.noUnsafe=true").untilReady();
        Peer one = server.peer();
        Peer other = server.peer()) {
      assertThat(one.ask("SET key 1")).isEqualTo("+OK");
      assertThat(other.ask("GET key")).isEqualTo("$1");
      assertThat(one.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aTransportThatNobodyKnowsEndsTheStart() {
    Ended ended = Start.onFreePort("--transport", "kqueue").in(folder).untilEnd();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("ostiary: ")
        .contains("--transport kqueue", "takes one of auto, epoll, io_uring, nio");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTransportThatDoesNotLoadEndsTheStart() {
    // Netty unpacks its library into this folder first.
    Start start =
        Start.onFreePort("--transport", "epoll")
            .jvm("-Dio.netty.native.workdir=" + Path.of("/proc"))
            .in(folder);

    Ended ended = start.untilEnd();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("ostiary: cannot use transport epoll: ")
        .contains("or use transport auto")
        .doesNotContain("\tat ");
  }
}
