package io.ostiary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.ProxyHeader;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections whose proxy says whom it speaks for. */
final class ProxyProtocolTest {

  private static final byte[] PING = "PING\r\n".getBytes(ISO_8859_1);

  private static JsonObject behindProxy() {
    return Served.local()
        .put("proxy-protocol", true)
        .put("proxy-protocol-networks", "127.0.0.0/8")
        .put("protected-mode", false);
  }

  private static byte[] with(byte[] header, byte[] rest) {
    byte[] both = Arrays.copyOf(header, header.length + rest.length);
    System.arraycopy(rest, 0, both, header.length, rest.length);
    return both;
  }

  private static String lineOf(Peer client) {
    return client.askBulk("CLIENT INFO");
  }

  /** Has let the server read what was sent before, most likely. */
  private static void roundTrip(Peer other) {
    assertThat(other.ask("PING")).isEqualTo("+PONG");
  }

  private static Peer insider(Served server) {
    return server.peer().send(ProxyHeader.v1("UNKNOWN"));
  }

  private static final List<byte[]> HEADERS =
      List.of(
          ProxyHeader.v1("TCP4 192.0.2.7 10.0.0.1 5555 6379"),
          ProxyHeader.v1("TCP6 2001:db8::7 2001:db8::1 5555 6379"),
          ProxyHeader.v2("192.0.2.7", 5555, "10.0.0.1", 0),
          ProxyHeader.v2("192.0.2.7", 5555, "10.0.0.1", 4000),
          ProxyHeader.v2("2001:db8::7", 5555, "2001:db8::1", 20));

  @EachTransport
  void theRealPeerIsShownWithItsProxy(TestTransport on) throws Exception {
    try (Served server = Served.on(on, behindProxy(), 2)) {
      for (byte[] header : HEADERS) {
        try (Peer client = server.peer().send(with(header, PING))) {
          assertThat(client.line()).isEqualTo("+PONG");
          assertThat(lineOf(client))
              .containsPattern(" addr=(192.0.2.7|\\[2001:db8::7]):5555 ")
              .contains(" laddr=127.0.0.1:" + server.port())
              .containsPattern(" listener=tcp proxy=127.0.0.1:\\d+\n");
        }
      }
    }
  }

  @EachTransport
  void aHeaderMayComeInTwoPiecesCutAnywhere(TestTransport on) throws Exception {
    try (Served server = Served.on(on, behindProxy(), 1);
        Peer other = insider(server)) {
      for (byte[] header : List.of(HEADERS.get(0), HEADERS.get(2))) {
        byte[] all = with(header, PING);
        for (int cut = 1; cut < all.length; cut++) {
          try (Peer client = server.peer().send(Arrays.copyOf(all, cut))) {
            roundTrip(other);
            client.send(Arrays.copyOfRange(all, cut, all.length));
            assertThat(client.line()).as("cut at %s", cut).isEqualTo("+PONG");
            assertThat(lineOf(client)).contains(" addr=192.0.2.7:5555 ");
          }
        }
      }
    }
  }

  @Test
  void aHeaderThatNamesNobodyIsOfTheProxyItself() throws Exception {
    byte[] unix = ProxyHeader.v2(ProxyHeader.PROXY, ProxyHeader.UNIX, new byte[216]);
    try (Served server = Served.with(behindProxy(), 1)) {
      for (byte[] header :
          List.of(
              ProxyHeader.v1("UNKNOWN"),
              ProxyHeader.v1("UNKNOWN ffff::1 ffff::2 1 2"),
              ProxyHeader.v2(ProxyHeader.LOCAL, 0, new byte[0]),
              ProxyHeader.v2(ProxyHeader.LOCAL, ProxyHeader.TCP4, new byte[12]),
              ProxyHeader.v2(ProxyHeader.PROXY, 0, new byte[0]),
              unix)) {
        try (Peer client = server.peer().send(header)) {
          String line = lineOf(client);
          String address = line.replaceAll("(?s).* addr=([0-9.:]+) .*", "$1");
          assertThat(address).startsWith("127.0.0.1:");
          assertThat(line).contains(" proxy=" + address);
        }
      }
    }
  }

  @EachTransport
  void protectedModeAndOtherRulesJudgeTheRealPeer(TestTransport on) throws Exception {
    JsonObject config = behindProxy().put("protected-mode", true).put("deny-from", "2001:db8::/32");
    try (Served server = Served.on(on, config, 2)) {
      try (Peer client = server.peer().send(HEADERS.get(0))) {
        assertThat(client.rest()).startsWith("-DENIED Ostiary is in protected mode");
      }
      try (Peer client = server.peer().send(HEADERS.get(4))) {
        assertThat(client.rest()).startsWith("-DENIED ").contains("deny-from");
      }
      try (Peer client = insider(server)) {
        assertThat(client.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @EachTransport
  void whoIsNotBelievedIsClosedBeforeAByteIsRead(TestTransport on) throws Exception {
    JsonObject config = behindProxy().put("proxy-protocol-networks", "10.0.0.0/8 ::1");
    try (Served server = Served.on(on, config, 1)) {
      try (Peer client = server.peer()) {
        assertThat(client.rest()).isEmpty();
      }
      assertThat(server.verticle().counters().get("rejected_connections")).isEqualTo(1);
      assertThat(server.verticle().counters().get("total_net_input_bytes")).isZero();
    }
  }

  @EachTransport
  void aWrongHeaderIsClosedAndCountedByItsReason(TestTransport on) throws Exception {
    try (Served server = Served.on(on, behindProxy().put("proxy-protocol-timeout", 1), 1);
        Peer other = insider(server)) {
      for (byte[] malformed :
          List.of(
              ProxyHeader.v1("TCP4 1.2.3.4"),
              ProxyHeader.v1("TCP4 1.2.3.4 1.2.3.400 1 2"),
              ProxyHeader.v1("TCP4 1.2.3.4 1.2.3.4 1 99999"),
              ProxyHeader.v1("TCP4 " + "1".repeat(200)),
              ProxyHeader.v2(0x11, ProxyHeader.TCP4, new byte[12]),
              ProxyHeader.v2(ProxyHeader.PROXY, ProxyHeader.TCP4, new byte[4]),
              ProxyHeader.v2(ProxyHeader.PROXY, ProxyHeader.UDP4, new byte[12]),
              ProxyHeader.v2("192.0.2.7", 5555, "10.0.0.1", 9000))) {
        assertClosed(server, malformed);
      }
      for (String missing : List.of("PING\r\n", "*1\r\n$4\r\nPING\r\n", "PROXYTCP4 ", "\r\n")) {
        assertClosed(server, missing.getBytes(ISO_8859_1));
      }
      server.peer().close();
      assertClosed(server, new byte[0]);
      assertClosed(server, "PROXY TCP4 192.0.2.7 10.".getBytes(ISO_8859_1));

      await().until(() -> other.info("refusals_proxy_protocol_missing") == 4);
      assertThat(other.info("refusals_proxy_protocol_malformed")).isEqualTo(8);
      assertThat(other.info("refusals_proxy_protocol_late")).isEqualTo(3);
      assertThat(other.info("connected_clients")).isEqualTo(1);
    }
  }

  private static void assertClosed(Served server, byte[] begin) {
    try (Peer client = server.peer().send(begin)) {
      assertThat(client.restUnlessReset()).as(new String(begin, ISO_8859_1)).isEmpty();
    }
  }

  @EachTransport
  void peersThatStopInTheMiddleLeaveNothingBehind(TestTransport on) throws Exception {
    try (Served server = Served.on(on, behindProxy().put("maxclients", 2), 2);
        Peer other = insider(server)) {
      roundTrip(other);
      long descriptors = Served.openDescriptors();
      for (int i = 0; i < 50; i++) {
        byte[] header = HEADERS.get(i % HEADERS.size());
        Peer half = server.peer().send(Arrays.copyOf(header, 1 + i % (header.length - 1)));
        if (i % 2 == 0) {
          half.reset();
        } else {
          half.close();
        }
      }
      await().until(() -> Served.openDescriptors() <= descriptors);
      try (Peer last = server.peer().send(with(HEADERS.get(0), PING))) {
        assertThat(last.line()).isEqualTo("+PONG");
      }
    }
  }

  @Test
  void whoMayOpenAUnixSocketIsBelieved(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("proxied.sock");
    JsonObject config =
        Served.local()
            .put("protected-mode", false)
            .put("listener", "front unixsocket=" + path + " proxy-protocol=yes");
    try (Served server = Served.with(config, 1);
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThat(server.port()).isPositive();
      SocketAddress address = UnixDomainSocketAddress.of(path);
      assertThat(client.connect(address)).isTrue();
      client.write(ByteBuffer.wrap(with(HEADERS.get(2), "CLIENT INFO\r\n".getBytes(ISO_8859_1))));
      StringBuilder heard = new StringBuilder();
      while (heard.indexOf("listener=") < 0 || heard.charAt(heard.length() - 1) != '\n') {
        ByteBuffer read = ByteBuffer.allocate(1024);
        assertThat(client.read(read)).isPositive();
        heard.append(ISO_8859_1.decode(read.flip()));
      }
      assertThat(heard).contains(" addr=192.0.2.7:5555 ", "listener=front proxy=" + path + ":0");
    }
  }

  @Test
  void withoutAProxyThatIsBelievedItDoesNotStart() throws Exception {
    JsonObject nobody = behindProxy().put("proxy-protocol-networks", "");
    assertThatThrownBy(() -> Served.with(nobody, 1).close())
        .cause()
        .hasMessageContaining("proxy-protocol-networks names no proxy");
    try (Served server = Served.with(Served.local().put("protected-mode", false), 2);
        Peer client = server.peer()) {
      assertThat(client.ask("CONFIG SET proxy-protocol yes")).contains("names no proxy");
      assertThat(client.ask("CONFIG SET proxy-protocol yes proxy-protocol-networks 127.0.0.1"))
          .isEqualTo("+OK");
      await()
          .untilAsserted(
              () -> {
                try (Peer proxied = server.peer().sendUnlessClosed("PING\r\n")) {
                  assertThat(proxied.restUnlessReset()).isEmpty();
                }
              });
      try (Peer proxied = server.peer().send(with(HEADERS.get(0), PING))) {
        assertThat(proxied.line()).isEqualTo("+PONG");
      }
      assertThat(client.ask("CONFIG SET proxy-protocol-networks \"\"")).contains("names no proxy");
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }
}
