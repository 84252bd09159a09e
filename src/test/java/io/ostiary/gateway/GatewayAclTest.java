package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.settings.ConfigurationException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of a gateway before a redis-server that knows none of them. */
final class GatewayAclTest {

  private static final String NO_KEY =
      "-NOPERM this user has no permissions to access one of the keys used as arguments";

  private TestGateway gateway;
  private Peer admin;
  private Peer peer;

  @BeforeEach
  void serve() throws ExecutionException {
    JsonObject users =
        new JsonObject().put("user", JsonArray.of("default on nopass ~* &* +@all", "ann on >x"));
    gateway = TestGateway.start(TestTransport.best(), 2, users);
    admin = gateway.peer();
    await().until(() -> admin.ask("LPUSH list 3 1 2").startsWith(":"));
    peer = gateway.peer();
  }

  @AfterEach
  void end() {
    peer.close();
    admin.close();
    gateway.close();
  }

  private void ann(String rules) {
    assertThat(admin.ask("ACL SETUSER ann on " + rules)).isEqualTo("+OK");
    assertThat(peer.ask("AUTH ann x")).isEqualTo("+OK");
  }

  private static String refused(String command) {
    return "-NOPERM this user has no permissions to run the '" + command + "' command";
  }

  @Test
  void letsThroughWhatIsAllowedAndRefusesTheRestHere() {
    ann("-@all +get +object|freq ~*");
    assertThat(peer.ask("GET a")).isEqualTo("$-1");
    assertThat(peer.ask("SET a 1")).isEqualTo(refused("set"));
    assertThat(peer.ask("OBJECT ENCODING a")).isEqualTo(refused("object|encoding"));
    assertThat(peer.ask("OBJECT FREQ a")).isEqualTo("$-1");
    assertThat(peer.ask("NOTHING a")).isEqualTo(refused("nothing"));
    try (Peer direct = gateway.direct()) {
      assertThat(direct.ask("GET a")).isEqualTo("$-1");
      assertThat(direct.ask("ACL USERS")).isEqualTo("*1");
    }
  }

  @Test
  void knowsWhereKeysAreAndWhatIsDoneWithThem() {
    ann("+@all %R~r* %W~w* ~list");
    assertThat(peer.ask("COPY r1 w1")).isEqualTo(":0");
    assertThat(peer.ask("COPY w1 r1")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SINTERCARD 2 r1 r2")).isEqualTo(":0");
    assertThat(peer.ask("SINTERCARD 2 r1 other")).isEqualTo(NO_KEY);
    assertThat(peer.ask("EVAL return 1 w1")).isEqualTo(NO_KEY);
    assertThat(peer.ask("XREAD STREAMS r1 other 0 0")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SET w1 1")).isEqualTo("+OK");
    assertThat(peer.ask("SET w1 1 GET")).isEqualTo(NO_KEY);
    assertThat(peer.ask("BITFIELD r1 GET u4 0")).isEqualTo("*1");
    assertThat(peer.line()).isEqualTo(":0");
    assertThat(peer.ask("BITFIELD r1 SET u4 0 1")).isEqualTo(NO_KEY);
    assertThat(peer.ask("TYPE w1")).isEqualTo("+string");
    assertThat(peer.ask("MIGRATE 127.0.0.1 1 r1 0 1")).isEqualTo(NO_KEY);
  }

  @Test
  void sortsOnlyByKeysThatMayBeRead() {
    ann("+@all ~list %W~out");
    assertThat(peer.ask("SORT list STORE out")).isEqualTo(":3");
    assertThat(peer.ask("SORT list BY nosort STORE out")).isEqualTo(":3");
    assertThat(peer.ask("SORT list STORE other")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SORT list GET # STORE out")).isEqualTo(":3");
    assertThat(peer.ask("SORT list BY w_* STORE out")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SORT list GET secret STORE out")).isEqualTo(NO_KEY);
    ann("%R~*");
    assertThat(peer.ask("SORT list BY w_* STORE out")).isEqualTo(":3");
  }

  @Test
  void aTransactionWithARefusedCommandIsNotExecuted() {
    ann("+@all ~a");
    for (String begin : new String[] {"MULTI\r\n", "MULTI\r\nSET a 1\r\n"}) {
      peer.send(begin + "SET b 1\r\nSET a 2\r\nEXEC\r\nPING\r\n");
      assertThat(peer.line()).isEqualTo("+OK");
      if (begin.contains("SET")) {
        assertThat(peer.line()).isEqualTo("+QUEUED");
      }
      assertThat(peer.line()).isEqualTo(NO_KEY);
      assertThat(peer.line()).isEqualTo("+QUEUED");
      assertThat(peer.line()).startsWith("-EXECABORT");
      assertThat(peer.line()).isEqualTo("+PONG");
    }
    assertThat(peer.ask("MULTI")).isEqualTo("+OK");
    assertThat(peer.ask("GET b")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SET a 2")).isEqualTo("+QUEUED");
    assertThat(peer.ask("EXEC")).startsWith("-EXECABORT");
    assertThat(peer.ask("GET a")).isEqualTo("$-1");
    assertThat(admin.ask("ACL LOG 1")).isEqualTo("*1");
    assertThat(admin.exactly(200)).contains("multi");
  }

  @Test
  void whoSubscribesMayHearWhatHisRulesSay() {
    ann("+@all &news.*");
    assertThat(peer.ask("SUBSCRIBE secrets")).contains("channels used as arguments");
    assertThat(peer.ask("PUBLISH secrets x")).contains("channels used as arguments");
    assertThat(peer.ask("PUBLISH news.a x")).isEqualTo(":0");
    assertThat(peer.ask("SUBSCRIBE news.a")).isEqualTo("*3");
    assertThat(admin.ask("ACL SETUSER ann resetchannels")).isEqualTo("+OK");
    peer.exactly("$9\r\nsubscribe\r\n$6\r\nnews.a\r\n:1\r\n".length());
    assertThat(peer.rest()).isEmpty();
  }

  @Test
  void aDryRunKnowsTheCommandsOfTheServerBehind() {
    ann("+hset ~a");
    assertThat(admin.ask("ACL DRYRUN ann HSET a f v")).isEqualTo("+OK");
    assertThat(admin.askBulk("ACL DRYRUN ann HSET b f v"))
        .isEqualTo("This user has no permissions to access the 'b' key");
    assertThat(admin.ask("ACL DRYRUN ann HSET a"))
        .isEqualTo("-ERR wrong number of arguments for 'hset' command");
    assertThat(admin.ask("ACL DRYRUN ann NOTHING a")).isEqualTo("-ERR Command 'NOTHING' not found");
  }

  @Test
  void refusesUsersWhereTheServerBehindJudges() {
    JsonObject passthrough =
        TestGateway.to(gateway.redisPort())
            .put("upstream-auth", "passthrough")
            .put("user", "ann on");
    assertThatThrownBy(() -> Served.with(passthrough, 1).close())
        .cause()
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("upstream-auth passthrough");
  }
}
