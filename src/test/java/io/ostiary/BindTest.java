package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ostiary.listen.ListenException;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The addresses a server listens on, and its errors when it cannot. */
final class BindTest {

  private static final String MISSING = "192.0.2.1";

  private static InetAddress ipv4() throws Exception {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static InetAddress ipv6() throws Exception {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    return InetAddress.getByAddress(loopback);
  }

  private static JsonObject bind(Object words) {
    return new JsonObject().put("port", -1).put("bind", words);
  }

  @EachTransport
  void byDefaultBothFamiliesComeIn(TestTransport transport) throws Exception {
    JsonObject config = new JsonObject().put("port", -1);
    try (Served server = Served.on(transport, config, 2)) {
      assertThat(Peer.to(ipv4(), server.port()).ask("PING")).isEqualTo("+PONG");
      assertThat(Peer.to(ipv6(), server.port()).ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void anIpv6ListenerNeverTakesIpv4Connections() throws Exception {
    try (Served server = Served.with(bind("::*"), 1)) {
      assertThat(Peer.to(ipv6(), server.port()).ask("PING")).isEqualTo("+PONG");
      assertThatThrownBy(() -> Peer.to(ipv4(), server.port()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("refused");
    }
  }

  @Test
  void anIpv4ListenerNeverTakesIpv6Connections() throws Exception {
    try (Served server = Served.with(bind("*"), 1)) {
      assertThat(Peer.to(ipv4(), server.port()).ask("PING")).isEqualTo("+PONG");
      assertThatThrownBy(() -> Peer.to(ipv6(), server.port()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("refused");
    }
  }

  @EachTransport
  void howAnyIsSpelledMakesNoDifference(TestTransport transport) throws Exception {
    for (String any : List.of("::*", "::0", "0:0:0:0:0:0:0:0")) {
      try (Served server = Served.on(transport, bind(any), 1)) {
        assertThat(Peer.to(ipv6(), server.port()).ask("PING")).as(any).isEqualTo("+PONG");
        assertIsShutTo(ipv4(), server.port());
      }
    }
    for (String any : List.of("*", "0", "::ffff:0.0.0.0")) {
      try (Served server = Served.on(transport, bind(any), 1)) {
        assertThat(Peer.to(ipv4(), server.port()).ask("PING")).as(any).isEqualTo("+PONG");
        assertIsShutTo(ipv6(), server.port());
      }
    }
    try (Served server = Served.on(transport, bind("0.0.0.0 -::0"), 2)) {
      assertThat(Peer.to(ipv4(), server.port()).ask("PING")).isEqualTo("+PONG");
      assertThat(Peer.to(ipv6(), server.port()).ask("PING")).isEqualTo("+PONG");
    }
  }

  /** Refused, or closed at once where the transport cannot separate IPv4 and IPv6. */
  private static void assertIsShutTo(InetAddress address, int port) {
    String heard;
    try (Peer peer = Peer.to(address, port)) {
      heard = peer.rest();
    } catch (UncheckedIOException refused) {
      heard = "";
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void theLogSaysThatAPortIsOpenForTheOtherFamilyToo() throws Exception {
    List<String> lines =
        logged(
            () -> {
              try (Served ipv4 = Served.on(TestTransport.NIO, bind("0.0.0.0"), 1);
                  Served both = Served.on(TestTransport.NIO, bind("* ::*"), 1)) {
                return List.of(ipv4.port(), both.port());
              }
            });
    assertThat(lines)
        .filteredOn(line -> line.contains("opens its port for IPv6 as well"))
        .hasSize(1);
    assertThat(lines).anyMatch(line -> line.matches("Listening on 0.0.0.0:\\d+ and \\[::]:\\d+"));
  }

  @Test
  void whatIsOptionalAndMissingIsNamedInTheLog() throws Exception {
    List<String> lines =
        logged(
            () -> {
              try (Served server =
                  Served.with(bind("127.0.0.1 -" + MISSING + " -no-such-host.invalid"), 1)) {
                return server.peer().ask("PING");
              }
            });
    assertThat(lines)
        .anyMatch(line -> line.startsWith("Not listening on " + MISSING))
        .anyMatch(line -> line.startsWith("Not listening on no-such-host.invalid"));
  }

  @EachTransport
  void anOptionalAddressWhosePortIsTakenEndsTheStart(TestTransport transport) throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(ipv4(), 0));
      JsonObject config =
          new JsonObject().put("port", other.getLocalPort()).put("bind", "-127.0.0.1");

      assertThatThrownBy(() -> Served.on(transport, config, 1).close())
          .cause()
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void aVertxThatWaitsWithLessThanItCouldSaysSoWithTheOption() throws Exception {
    assumeThat(TestTransport.EPOLL.isAvailable()).isTrue();
    List<String> lines =
        logged(
            () -> {
              try (Served server = Served.on(TestTransport.NIO, Served.local(), 2)) {
                return server.port();
              }
            });
    assertThat(lines).filteredOn(line -> line.contains("preferNativeTransport")).hasSize(1);
  }

  private static List<String> logged(Callable<?> action) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.ostiary");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    try {
      assertThat(action.call()).isNotNull();
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    return List.copyOf(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @EachTransport
  void allAddressesShareThePortThatTheSystemChose(TestTransport transport) throws Exception {
    JsonObject config = bind(new JsonArray().add("127.0.0.1").add("::1"));
    try (Served server = Served.on(transport, config, 3)) {
      assertThat(server.port()).isPositive();
      assertThat(Peer.to(ipv4(), server.port()).ask("PING")).isEqualTo("+PONG");
      assertThat(Peer.to(ipv6(), server.port()).ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aHostNameStandsForTheFirstOfItsAddressesThatCanBeBound() throws Exception {
    try (Served server = Served.with(bind("localhost"), 1)) {
      assertThat(server.port()).isPositive();
    }
  }

  @Test
  void anOptionalAddressMayBeMissing() throws Exception {
    try (Served server = Served.with(bind("127.0.0.1 -" + MISSING), 1)) {
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aMissingAddressThatIsNotOptionalIsNamedWithTheReason() {
    assertThatThrownBy(() -> Served.with(bind("127.0.0.1 " + MISSING), 2).close())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("cannot listen on " + MISSING)
        .hasMessageContaining("Cannot assign requested address");
  }

  @EachTransport
  void aPortInUseIsNamedAndWhatWasBoundBeforeIsReleased(TestTransport transport) throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(ipv4(), 0));
      int port = other.getLocalPort();
      JsonObject config = new JsonObject().put("port", port).put("bind", "::1 127.0.0.1");

      assertThatThrownBy(() -> Served.on(transport, config, 2).close())
          .cause()
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("Address already in use");
      try (ServerSocket released = new ServerSocket()) {
        released.bind(new InetSocketAddress(ipv6(), port));
        assertThat(released.isBound()).isTrue();
      }
    }
  }

  @EachTransport
  void twoDeploymentsOfOneVertxDoNotShareAPort(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, Served.local(), 2)) {
      DeploymentOptions second =
          new DeploymentOptions()
              .setConfig(new JsonObject().put("port", server.port()).put("bind", "127.0.0.1"));

      assertThatThrownBy(
              () -> Served.await(server.vertx().deployVerticle(new ListenerVerticle(), second)))
          .cause()
          .hasMessageContaining("127.0.0.1:" + server.port())
          .hasMessageContaining("already in use");
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
    }
  }

  @EachTransport
  void aPortIsFreeAgainAfterItsDeployment(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, Served.local(), 2)) {
      int port = server.port();
      server.undeploy();
      DeploymentOptions again =
          new DeploymentOptions()
              .setConfig(new JsonObject().put("port", port).put("bind", "127.0.0.1"));

      Served.await(server.vertx().deployVerticle(new ListenerVerticle(), again));

      assertThat(Peer.to(port).ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void anEmptyBindAndPortZeroListenNowhere() throws Exception {
    try (Served nowhere = Served.with(bind(""), 2);
        Served off = Served.with(new JsonObject().put("port", 0), 2)) {
      assertThat(nowhere.port()).isZero();
      assertThat(off.port()).isZero();
    }
  }

  @Test
  void theBacklogIsTheOneAskedFor() throws Exception {
    assumeThat(new File("/usr/bin/ss")).as("ss").exists();
    try (Served server = Served.with(Served.local().put("tcp-backlog", 77), 2)) {
      Process ss =
          new ProcessBuilder("ss", "-ltnH", "sport", "=", ":" + server.port())
              .redirectErrorStream(true)
              .start();
      String line = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(line.strip().split("\\s+")).contains("77");
    }
  }

  @Test
  void aWorkerIsNoPlaceForIt() throws Exception {
    try (Served server = Served.with(Served.local(), 1)) {
      DeploymentOptions worker =
          new DeploymentOptions()
              .setThreadingModel(ThreadingModel.WORKER)
              .setConfig(Served.local());

      assertThatThrownBy(
              () -> Served.await(server.vertx().deployVerticle(new ListenerVerticle(), worker)))
          .cause()
          .hasMessageContaining("event loops");
    }
  }

  @Test
  void aBadSettingFailsTheDeploymentByItsName() {
    assertThatThrownBy(() -> Served.with(Served.local().put("maxclients", "many"), 2).close())
        .cause()
        .hasMessageContaining("maxclients")
        .hasMessageContaining("config()");
  }
}
