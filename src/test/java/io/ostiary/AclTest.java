package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users over sockets: what they may do, and what becomes of their clients. */
final class AclTest {

  private static final String NO_KEY =
      "-NOPERM this user has no permissions to access one of the keys used as arguments";
  private static final String NO_CHANNEL =
      "-NOPERM this user has no permissions to access one of the channels used as arguments";

  private Served server;
  private Peer admin;
  private Peer peer;

  @BeforeEach
  void serve() throws ExecutionException {
    server = Served.with(Served.local(), 2);
    admin = server.peer();
    peer = server.peer();
  }

  @AfterEach
  void end() {
    peer.close();
    admin.close();
    server.close();
  }

  private void user(String rules) {
    assertThat(admin.ask("ACL SETUSER ann " + rules)).isEqualTo("+OK");
  }

  private void logIn() {
    assertThat(peer.ask("AUTH ann secret")).isEqualTo("+OK");
  }

  private static String refused(String command) {
    return "-NOPERM this user has no permissions to run the '" + command + "' command";
  }

  @Test
  void aNewUserIsOffAndMayDoNothing() {
    user(">secret");
    assertThat(peer.ask("AUTH ann secret"))
        .isEqualTo("-WRONGPASS invalid username-password pair or user is disabled.");
    user("on");
    logIn();
    assertThat(peer.ask("GET a")).isEqualTo(refused("get"));
    assertThat(peer.ask("CONFIG GET a")).isEqualTo(refused("config|get"));
    assertThat(peer.ask("HELLO 2 AUTH ann wrong")).startsWith("-WRONGPASS");
    assertThat(peer.ask("RESET")).isEqualTo("+RESET");
    assertThat(peer.ask("SET a 1")).isEqualTo("+OK");
  }

  @Test
  void aChangeHoldsForClientsThatAreThere() {
    user("on >secret +get ~a*");
    logIn();
    assertThat(peer.ask("GET a")).isEqualTo("$-1");
    assertThat(peer.ask("GET b")).isEqualTo(NO_KEY);
    user("resetkeys ~b");
    assertThat(peer.ask("GET a")).isEqualTo(NO_KEY);
    assertThat(peer.ask("GET b")).isEqualTo("$-1");
    user("-get");
    assertThat(peer.ask("GET b")).isEqualTo(refused("get"));
  }

  @Test
  void readingAndWritingAreToldApart() {
    user("on >secret +@all %R~r %W~w");
    logIn();
    assertThat(peer.ask("GET r")).isEqualTo("$-1");
    assertThat(peer.ask("GET w")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SET w 1")).isEqualTo("+OK");
    assertThat(peer.ask("SET w 1 GET")).isEqualTo(NO_KEY);
    assertThat(peer.ask("SET r 1")).isEqualTo(NO_KEY);
    assertThat(peer.ask("EXISTS w")).isEqualTo(":1");
    assertThat(peer.ask("DEL w r")).isEqualTo(NO_KEY);
    assertThat(peer.ask("MGET r w")).isEqualTo(NO_KEY);
  }

  @Test
  void oneSelectorHasToAllowTheWholeCommand() {
    user("on >secret (+get ~a) (+mget ~a ~b)");
    logIn();
    assertThat(peer.ask("GET a")).isEqualTo("$-1");
    assertThat(peer.ask("GET b")).isEqualTo(NO_KEY);
    assertThat(peer.ask("MGET a b")).isEqualTo("*2");
    peer.exactly("$-1\r\n$-1\r\n".length());
    assertThat(peer.ask("SET a 1")).isEqualTo(refused("set"));
  }

  @Test
  void databasesAreAllowedOneByOne() {
    user("on >secret ~* +@all db=1");
    logIn();
    assertThat(peer.ask("GET a")).isEqualTo("-NOPERM No permissions to access database");
    assertThat(peer.ask("PING")).isEqualTo("+PONG");
    assertThat(peer.ask("SELECT 2")).isEqualTo("-NOPERM No permissions to access database");
    assertThat(peer.ask("SELECT 1")).isEqualTo("+OK");
    assertThat(peer.ask("GET a")).isEqualTo("$-1");
    assertThat(peer.ask("FLUSHALL")).isEqualTo("-NOPERM No permissions to access database");
    assertThat(peer.ask("FLUSHDB")).isEqualTo("+OK");
  }

  @Test
  void aSubscriberWhoMayListenNoLongerIsClosedBeforeTheAnswer() {
    user("on >secret +@all &news.* &other");
    logIn();
    assertThat(peer.ask("SUBSCRIBE secrets")).isEqualTo(NO_CHANNEL);
    assertThat(peer.ask("PSUBSCRIBE news.a")).isEqualTo(NO_CHANNEL);
    assertThat(peer.ask("PSUBSCRIBE news.*")).isEqualTo("*3");
    user("resetchannels &news.*");
    assertThat(admin.info("pubsub_clients")).isEqualTo(1);
    user("resetchannels &news.a");
    assertThat(admin.info("pubsub_clients")).isZero();
    assertThat(admin.info("connected_clients")).isEqualTo(1);
    peer.exactly("$10\r\npsubscribe\r\n$6\r\nnews.*\r\n:1\r\n".length());
    assertThat(peer.rest()).isEmpty();
  }

  @Test
  void theClientsOfADeletedUserAreClosedAndOneThatDeletesItselfIsAnswered() {
    user("on >secret +@all");
    logIn();
    try (Peer other = server.peer()) {
      assertThat(other.ask("AUTH ann secret")).isEqualTo("+OK");
      assertThat(peer.ask("ACL DELUSER ann nobody")).isEqualTo(":1");
      assertThat(peer.rest()).isEmpty();
      assertThat(other.rest()).isEmpty();
    }
    assertThat(admin.ask("CLIENT KILL USER ann")).isEqualTo("-ERR No such user 'ann'");
    await().until(() -> admin.info("connected_clients") == 1);
  }

  @Test
  void theDefaultUserHasThePasswordThatIsRequired() {
    assertThat(admin.ask("CONFIG SET requirepass first")).isEqualTo("+OK");
    try (Peer late = server.peer()) {
      assertThat(late.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(admin.ask("ACL SETUSER default >second")).isEqualTo("+OK");
      assertThat(late.ask("AUTH second")).isEqualTo("+OK");
      assertThat(late.ask("AUTH first")).isEqualTo("+OK");
      assertThat(admin.ask("CONFIG SET requirepass \"\"")).isEqualTo("+OK");
      assertThat(late.ask("AUTH first")).startsWith("-ERR AUTH <password> called without");
    }
  }

  @Test
  void whatIsRefusedIsCountedAndListed() {
    user("on >secret +get +subscribe ~a");
    logIn();
    peer.ask("SET a 1");
    peer.ask("GET b");
    peer.ask("GET b");
    peer.ask("SUBSCRIBE c");
    peer.ask("AUTH ann wrong");
    assertThat(admin.info("acl_access_denied_cmd")).isEqualTo(1);
    assertThat(admin.info("acl_access_denied_key")).isEqualTo(2);
    assertThat(admin.info("acl_access_denied_channel")).isEqualTo(1);
    assertThat(admin.info("acl_access_denied_auth")).isEqualTo(1);
    assertThat(admin.ask("ACL LOG")).isEqualTo("*4");
    String log = admin.exactly(400);
    assertThat(log).contains("auth", "AUTH", "ann").doesNotContain("wrong");
  }

  @Test
  void aUserWhosePasswordChangesStaysLoggedIn() {
    user("on >secret +ping");
    logIn();
    user("resetpass >other");
    assertThat(peer.ask("PING")).isEqualTo("+PONG");
    assertThat(peer.ask("AUTH ann secret")).startsWith("-WRONGPASS");
  }
}
