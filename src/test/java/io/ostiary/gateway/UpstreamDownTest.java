package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server behind that is not there, or does not let the gateway in: clients read why. */
final class UpstreamDownTest {

  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  private String unreachable(String why) {
    return "-ERR upstream is unreachable: 127.0.0.1:" + redis.port() + ": " + why;
  }

  private JsonObject settings() {
    return TestGateway.to(redis.port()).put("upstream-connect-timeout", 500);
  }

  @Test
  void aServerThatIsGoneIsToldOfAndUsedAgainWhenItIsBack() throws Exception {
    try (Served served = Served.with(settings(), 2);
        Peer peer = served.peer();
        Peer other = served.peer()) {
      await().until(() -> peer.ask("SET k v").equals("+OK"));
      await().until(() -> other.ask("GET k").equals("$1"));
      assertThat(other.line()).isEqualTo("v");
      redis.kill();
      assertThat(peer.ask("GET k")).isEqualTo(unreachable("Connection refused"));
      assertThat(other.ask("SET k v")).isEqualTo(unreachable("Connection refused"));
      assertThat(peer.ask("BLPOP list 0")).startsWith("-ERR upstream is unreachable");
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      assertThat(peer.askBulk("INFO gateway")).contains("upstream_connections_pinned:0");
      redis = RedisServer.startOn(redis.port());
      await().until(() -> peer.ask("GET k").equals("$-1"));
      await().until(() -> other.ask("GET k").equals("$-1"));
      assertThat(peer.send("BLPOP list 0.01\r\n").line()).isEqualTo("*-1");
    }
  }

  @Test
  void itMayComeLaterThanTheGateway() throws Exception {
    int port = redis.port();
    redis.kill();
    try (Served served = Served.with(settings(), 1);
        Peer peer = served.peer()) {
      assertThat(peer.ask("GET k")).isEqualTo(unreachable("Connection refused"));
      redis = RedisServer.startOn(port);
      await().until(() -> peer.ask("SET k v").equals("+OK"));
      assertThat(peer.askBulk("GET k")).isEqualTo("v");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsLostAfterUpstreamTimeout() throws Exception {
    try (Served served = Served.with(settings().put("upstream-timeout", 300), 1);
        Peer peer = served.peer();
        Peer reads = served.peer()) {
      await().until(() -> peer.ask("SET k v").equals("+OK"));
      redis.freeze(true);
      peer.send("INCR n\r\n");
      reads.send("GET k\r\n");
      assertThat(peer.line())
          .startsWith("-ERR upstream connection was lost before the answer came: ")
          .endsWith(": no answer for 300 ms; the command may have run");
      assertThat(reads.line()).startsWith("-ERR upstream");
      redis.freeze(false);
      await().until(() -> peer.ask("GET k").equals("$1"));
      assertThat(peer.line()).isEqualTo("v");
      assertThat(peer.ask("EXISTS n")).isEqualTo(":1");
    } finally {
      redis.freeze(false);
    }
  }

  @Test
  void aBlockingCommandMayTakeLongerThanUpstreamTimeout() throws Exception {
    try (Served served = Served.with(settings().put("upstream-timeout", 200), 1);
        Peer peer = served.peer();
        Peer other = served.peer()) {
      peer.send("BLPOP list 1.2\r\n");
      await().until(() -> other.info("pinned_blocking") == 1);
      assertThat(peer.line()).isEqualTo("*-1");
    }
  }

  @Test
  void aPasswordThatIsWrongIsToldOfWithoutIt() throws Exception {
    redis.close();
    redis = RedisServer.startOn(redis.port(), "--requirepass", "right");
    String url = "redis://:wr0ng@127.0.0.1:" + redis.port();
    try (Served served = Served.with(settings().put("upstream", url), 1);
        Peer peer = served.peer()) {
      assertThat(peer.ask("GET k"))
          .isEqualTo(unreachable("WRONGPASS invalid username-password pair or user is disabled."));
      assertThat(peer.askBulk("INFO gateway")).doesNotContain("wr0ng");
    }
  }

  @Test
  void aServerThatHasNoRoomIsToldOf() throws Exception {
    try (Peer first = Peer.to(redis.port())) {
      assertThat(first.ask("CONFIG SET maxclients 1")).isEqualTo("+OK");
      try (Served served = Served.with(settings(), 1);
          Peer peer = served.peer()) {
        // Each attempt may be reset before its answer is read.
        String expected = unreachable("ERR max number of clients reached");
        await().until(() -> peer.ask("GET k").equals(expected));
        assertThat(first.ask("CONFIG SET maxclients 100")).isEqualTo("+OK");
        await().until(() -> peer.ask("GET k").equals("$-1"));
      }
    }
  }

  @Test
  void whatItSaysWhileItIsBusyIsPassedOn() throws Exception {
    try (Peer direct = Peer.to(redis.port());
        Served served = Served.with(settings(), 1);
        Peer peer = served.peer()) {
      assertThat(direct.ask("CONFIG SET busy-reply-threshold 1")).isEqualTo("+OK");
      assertThat(peer.ask("GET k")).isEqualTo("$-1");
      direct.send("EVAL \"while true do end\" 0\r\n");
      await().until(() -> peer.ask("GET k").startsWith("-BUSY "));
      assertThat(peer.ask("SCRIPT KILL")).isEqualTo("+OK");
      // The script ends only after that was answered.
      await().until(() -> peer.ask("GET k").equals("$-1"));
    }
  }
}
