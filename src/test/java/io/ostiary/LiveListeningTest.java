package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running server listens on can be changed. */
final class LiveListeningTest {

  private static final String PORT_REFUSED =
      "-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this"
          + " port: cannot listen on 127.0.0.1:";
  private static final String BIND_REFUSED =
      "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified"
          + " addresses: cannot listen on ";

  private static boolean isRefused(int port) {
    return isUnreachable(InetAddress.getLoopbackAddress(), port);
  }

  private static boolean isUnreachable(InetAddress address, int port) {
    try (Peer peer = Peer.to(address, port)) {
      return peer.sendUnlessClosed("QUIT\r\n").rest().isEmpty();
    } catch (UncheckedIOException refused) {
      return true;
    }
  }

  private static ServerSocket foreign(String address, int port) throws Exception {
    ServerSocket other = new ServerSocket();
    other.setReuseAddress(true);
    other.bind(new InetSocketAddress(InetAddress.getByName(address), port));
    return other;
  }

  private static String configured(Peer client, String name) {
    assertThat(client.ask("CONFIG GET " + name)).isEqualTo("*2");
    client.line();
    client.line();
    client.line();
    return client.line();
  }

  @EachTransport
  void anotherPortIsOpenAtOnceAndTheOldOneClosesWhileItsClientsStay(TestTransport on)
      throws Exception {
    int next = FreePort.find();
    try (Served server = Served.on(on, Served.local(), 3);
        Peer client = server.peer()) {
      int before = server.port();

      assertThat(client.ask("CONFIG SET port " + next)).isEqualTo("+OK");

      assertThat(Peer.to(next).ask("PING")).isEqualTo("+PONG");
      assertThat(server.port()).isEqualTo(next);
      assertThat(client.askBulk("INFO server"))
          .contains("tcp_port:" + next, "listener0:name=tcp,bind=127.0.0.1,port=" + next)
          .doesNotContain("listener1");
      assertThat(configured(client, "port")).isEqualTo(String.valueOf(next));
      await().until(() -> isRefused(before));
      assertThat(client.ask("PING")).isEqualTo("+PONG");
      assertThat(Peer.to(next).ask("PING")).isEqualTo("+PONG");
    }
  }

  @EachTransport
  void aPortThatIsTakenIsRefusedWithAddressAndReasonAndAllIsAsBefore(TestTransport on)
      throws Exception {
    try (Served server = Served.on(on, Served.local(), 2);
        ServerSocket other = foreign("127.0.0.1", 0);
        Peer client = server.peer()) {
      int before = server.port();

      assertThat(client.ask("CONFIG SET port " + other.getLocalPort()))
          .startsWith(PORT_REFUSED + other.getLocalPort() + ": Address already in use");

      assertThat(configured(client, "port")).isEqualTo("-1");
      assertThat(server.port()).isEqualTo(before);
      for (int i = 0; i < 8; i++) {
        assertThat(Peer.to(before).ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @EachTransport
  void ofSeveralAddressesOneThatCannotBeHadLeavesAllAsBefore(TestTransport on) throws Exception {
    try (Served server = Served.on(on, Served.local(), 2);
        Peer client = server.peer()) {
      String wanted = "CONFIG SET bind \"127.0.0.1 127.0.0.2 192.0.2.1\"";
      assertThat(client.ask(wanted))
          .startsWith(BIND_REFUSED + "192.0.2.1:" + server.port() + ": Cannot assign requested");

      long descriptors = Served.openDescriptors();
      assertThat(client.ask(wanted)).startsWith(BIND_REFUSED);
      assertThat(configured(client, "bind")).isEqualTo("127.0.0.1");
      await().until(() -> Served.openDescriptors() <= descriptors);
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
    }
  }

  @EachTransport
  void anAddressBecomesNarrowerAndWiderOnTheSamePort(TestTransport on) throws Exception {
    InetAddress second = InetAddress.getByName("127.0.0.2");
    int port = FreePort.find();
    JsonObject any = new JsonObject().put("port", port).put("bind", "*");
    try (Served server = Served.on(on, any, 3);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET bind 127.0.0.1")).isEqualTo("+OK");
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
      await().until(() -> isUnreachable(second, port));

      assertThat(client.ask("CONFIG SET bind *")).isEqualTo("+OK");
      assertThat(Peer.to(second, port).ask("PING")).isEqualTo("+PONG");
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }

  @EachTransport
  void whatHadToCloseFirstIsOpenAgainWhenTheNewCannotBeHad(TestTransport on) throws Exception {
    int port = FreePort.find();
    JsonObject local = new JsonObject().put("port", port).put("bind", "127.0.0.1");
    try (ServerSocket other = foreign("127.0.0.2", port);
        Served server = Served.on(on, local, 2);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET bind 0.0.0.0"))
          .startsWith(BIND_REFUSED + "0.0.0.0:" + other.getLocalPort())
          .contains("Address already in use");

      assertThat(client.askBulk("INFO server")).contains("bind=127.0.0.1,port=" + port);
      for (int i = 0; i < 8; i++) {
        assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @EachTransport
  void addressAndPortChangeTogetherOrNotAtAll(TestTransport on) throws Exception {
    int next = FreePort.find();
    try (Served server = Served.on(on, Served.local(), 2);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET port " + next + " bind 127.0.0.2 maxmemory much"))
          .startsWith("-ERR CONFIG SET failed (possibly related to argument 'maxmemory')");
      assertThat(isUnreachable(InetAddress.getByName("127.0.0.2"), next)).isTrue();

      assertThat(client.ask("CONFIG SET port " + next + " bind 127.0.0.2")).isEqualTo("+OK");
      assertThat(Peer.to(InetAddress.getByName("127.0.0.2"), next).ask("PING")).isEqualTo("+PONG");
    }
  }

  @EachTransport
  void aServerThatListensNowhereListensAgain(TestTransport on) throws Exception {
    int next = FreePort.find();
    try (Served server = Served.on(on, Served.local(), 2);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET port 0")).isEqualTo("+OK");
      assertThat(client.askBulk("INFO server")).contains("tcp_port:0").doesNotContain("listener0");
      assertThat(client.ask("CONFIG SET port " + next)).isEqualTo("+OK");
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aUnixSocketComesMovesAndGoes(@TempDir Path folder) throws Exception {
    Path one = folder.resolve("one.sock");
    Path two = folder.resolve("two.sock");
    try (Served server = Served.with(Served.local(), 2);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET unixsocket " + one)).isEqualTo("+OK");
      assertThat(one).exists();
      assertThat(client.ask("CONFIG SET unixsocket " + two)).isEqualTo("+OK");
      assertThat(two).exists();
      assertThat(client.askBulk("INFO server")).contains("name=unix,bind=" + two);
      assertThat(client.ask("CONFIG SET unixsocket " + folder.resolve("none/x.sock")))
          .contains("there is no such folder");
      assertThat(two).exists();
      assertThat(client.ask("CONFIG SET unixsocket \"\"")).isEqualTo("+OK");
      await().until(() -> Files.notExists(one) && Files.notExists(two));
    }
  }

  @Test
  void theBacklogOfAnOpenSocketChanges() throws Exception {
    assumeThat(new File("/usr/bin/ss")).as("ss").exists();
    assumeThat(TestTransport.FAST_PATH.isAvailable()).isTrue();
    try (Served server = Served.on(TestTransport.FAST_PATH, Served.local(), 2);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET tcp-backlog 77")).isEqualTo("+OK");

      await().untilAsserted(() -> assertThat(backlogs(server.port())).containsExactly("77", "77"));
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }

  private static String[] backlogs(int port) throws Exception {
    Process ss = new ProcessBuilder("ss", "-ltnH", "sport", "=", ":" + port).start();
    return new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.strip().split("\\s+", 4)[2])
        .toArray(String[]::new);
  }
}
