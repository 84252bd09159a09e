package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.ProxyHeader;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTls;
import io.ostiary.resp.Reply;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every buffer is released, by Netty's leak detector at its highest level. */
final class BufferLeakTest {

  private static final Logger NETTY = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

  private static final Command NEVER =
      Command.of("NEVER", 1, (client, request) -> Reply.later(Promise.<Reply>promise().future()));

  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private ResourceLeakDetector.Level before;

  @BeforeEach
  void listens() {
    before = ResourceLeakDetector.getLevel();
    appender.start();
    NETTY.addAppender(appender);
    NETTY.setAdditive(false);
  }

  @AfterEach
  void leavesAllAsItWas() {
    ResourceLeakDetector.setLevel(before);
    NETTY.setAdditive(true);
    NETTY.detachAppender(appender);
  }

  @Test
  void everyBufferIsGivenBackHoweverAConnectionEnds() throws Exception {
    try (Served server = Served.with(NEVER);
        Peer watcher = server.peer()) {
      // Vert.x turns the detector off.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      assertThat(watcher.ask("CONFIG SET maxclients 8 client-query-buffer-limit 1mb"))
          .isEqualTo("+OK");
      // Flushes the reports of leaks in other tests.
      reportsUntilOurs("before");
      for (int i = 0; i < 20; i++) {
        everyKindOfEnd(server, watcher);
      }
      await().untilAsserted(() -> assertThat(watcher.info("connected_clients")).isEqualTo(1));

      assertThat(reportsUntilOurs("after")).hasSize(1);
    }
  }

  @Test
  void everyBufferOfAHandshakeIsGivenBackThoughItsTurnNeverComes() throws Exception {
    JsonObject narrow = TestTls.directives().put("tls-max-handshakes", 1);
    try (Served server = Served.with(narrow, 1)) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      reportsUntilOurs("before hellos");
      for (int round = 0; round < 5; round++) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          peers.add(Peer.to(server.port()).send(TestTls.clientHello()));
        }
        peers.forEach(Peer::close);
      }
      try (Peer watcher = TestTls.peer(server.port())) {
        await().untilAsserted(() -> assertThat(watcher.info("connected_clients")).isEqualTo(1));
      }

      assertThat(reportsUntilOurs("after hellos")).hasSize(1);
    }
  }

  @Test
  void everyBufferOfAHeaderOfTheProxyProtocolIsGivenBackHoweverItEnds() throws Exception {
    JsonObject config =
        Served.local().put("proxy-protocol", true).put("proxy-protocol-networks", "127.0.0.1");
    try (Served server = Served.with(config, 2)) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      reportsUntilOurs("before");
      for (int i = 0; i < 20; i++) {
        server.peer().send("PROXY TCP4 192.0.2.7").close();
        server.peer().send("PROXY TCP4 192.0.2.7").reset();
        server.peer().send("PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\nPING\r\n").close();
        server.peer().send("PROXY UNKNOWN\r\nPING\r\nECHO half").close();
        server.peer().send(ProxyHeader.v2("192.0.2.7", 1, "192.0.2.8", 40)).close();
        server.peer().send(ProxyHeader.v2("192.0.2.7", 1, "192.0.2.8", 9000)).reset();
        server.peer().send("PROXY TCP4 nobody\r\nPING\r\n").reset();
        server.peer().send("PING\r\n").reset();
      }
      try (Peer watcher = server.peer().send("PROXY UNKNOWN\r\n")) {
        await().untilAsserted(() -> assertThat(watcher.info("connected_clients")).isEqualTo(1));
      }
      assertThat(reportsUntilOurs("after")).hasSize(1);
    }
  }

  /** Leaks a buffer on purpose; returns all reports up to the one of that buffer. */
  private List<String> reportsUntilOurs(String when) {
    // Unique, because Netty reports equal leaks once per JVM.
    String hint = when + " " + System.nanoTime();
    appender.list.clear();
    PooledByteBufAllocator.DEFAULT.buffer(16).touch(hint);
    await()
        .until(
            () -> {
              System.gc();
              // The detector reports on the next allocation.
              PooledByteBufAllocator.DEFAULT.buffer(16).release();
              return reports().stream().anyMatch(report -> report.contains("Hint: " + hint));
            });
    return reports();
  }

  private List<String> reports() {
    return List.copyOf(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void everyKindOfEnd(Served server, Peer watcher) {
    server.peer().close();
    server.peer().send("PING\r\nECHO half").close();
    server.peer().send("*2\r\n$4\r\nECHO\r\n$9\r\nhalf").reset();
    server.peer().send("*1\r\n!\r\n" + "x".repeat(10_000)).close();
    server.peer().send("PING\r\nQUIT\r\nPING\r\n").close();
    server.peer().send("PING\r\nNEVER\r\nECHO behind\r\nECHO half").reset();
    // Refused if the places are not free again yet.
    String echoes = ("ECHO " + "e".repeat(10_000) + "\r\n").repeat(200);
    server.peer().sendUnlessClosed(echoes).reset();
    Peer hoarder = server.peer();
    Thread sender =
        new Thread(() -> hoarder.sendUnlessClosed("*1\r\n$3000000\r\n" + "h".repeat(2_000_000)));
    sender.start();
    Peer[] crowd = new Peer[10];
    for (int i = 0; i < crowd.length; i++) {
      crowd[i] = server.peer().send("PING\r\nECHO half");
    }
    watcher.ask("CLIENT KILL TYPE normal");
    for (Peer peer : crowd) {
      peer.close();
    }
    try {
      sender.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    hoarder.close();
  }
}
