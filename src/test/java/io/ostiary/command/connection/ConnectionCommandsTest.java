package io.ostiary.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.TestServer;
import org.junit.jupiter.api.Test;

class ConnectionCommandsTest {

  private static final String WRONG_PASSWORD =
      "-WRONGPASS invalid username-password pair or user is disabled.\r\n";

  private final TestServer server = new TestServer();
  private final ConnectedClient client = server.connect();

  @Test
  void answersPing() {
    assertThat(server.ask(client, "PING")).isEqualTo("+PONG\r\n");
    assertThat(server.ask(client, "ping", "hello")).isEqualTo("$5\r\nhello\r\n");
    assertThat(server.ask(client, "PING", "a", "b"))
        .isEqualTo("-ERR wrong number of arguments for 'ping' command\r\n");
    assertThat(server.ask(client, "ECHO", "hi")).isEqualTo("$2\r\nhi\r\n");
  }

  @Test
  void selectsADatabaseThatExists() {
    assertThat(server.ask(client, "SELECT", "15")).isEqualTo("+OK\r\n");
    assertThat(client.database()).isEqualTo(15);
    String outOfRange = "-ERR DB index is out of range\r\n";
    assertThat(server.ask(client, "SELECT", "16")).isEqualTo(outOfRange);
    assertThat(server.ask(client, "SELECT", "-1")).isEqualTo(outOfRange);
    assertThat(server.ask(client, "SELECT", "abc"))
        .isEqualTo("-ERR value is not an integer or out of range\r\n");
    assertThat(server.ask(client, "SELECT", "99999999999"))
        .isEqualTo("-ERR value is out of range, value must between -2147483648 and 2147483647\r\n");
    assertThat(client.database()).isEqualTo(15);
  }

  @Test
  void answersQuitAndCloses() {
    assertThat(server.ask(client, "QUIT")).isEqualTo("+OK\r\n");
    assertThat(server.closed(client)).containsExactly(CloseReason.QUIT);
    assertThat(client.isClosing()).isTrue();
  }

  @Test
  void switchesToTheProtocolAgreedOn() {
    String facts =
        "$6 server $7 ostiary $7 version $5 1.2.3 $5 proto :%d $2 id :1 $4 mode $10 standalone"
            + " $4 role $6 master $7 modules *0 ";
    facts = facts.replace(" ", "\r\n");
    assertThat(server.ask(client, "HELLO")).isEqualTo("*14\r\n" + facts.formatted(2));
    assertThat(server.ask(client, "HELLO", "3")).isEqualTo("%7\r\n" + facts.formatted(3));
    assertThat(server.ask(client, "HELLO")).isEqualTo("%7\r\n" + facts.formatted(3));
    assertThat(server.ask(client, "HELLO", "2")).isEqualTo("*14\r\n" + facts.formatted(2));
  }

  @Test
  void refusesAHelloItDoesNotUnderstand() {
    assertThat(server.ask(client, "HELLO", "4"))
        .isEqualTo("-NOPROTO unsupported protocol version\r\n");
    assertThat(server.ask(client, "HELLO", "4294967299"))
        .isEqualTo("-NOPROTO unsupported protocol version\r\n");
    assertThat(server.ask(client, "HELLO", "abc"))
        .isEqualTo("-ERR Protocol version is not an integer or out of range\r\n");
    assertThat(server.ask(client, "HELLO", "3", "Foo"))
        .isEqualTo("-ERR Syntax error in HELLO option 'Foo'\r\n");
    assertThat(server.ask(client, "HELLO", "3", "AUTH", "default"))
        .isEqualTo("-ERR Syntax error in HELLO option 'AUTH'\r\n");
    assertThat(server.ask(client, "HELLO", "3", "SETNAME", "a b"))
        .isEqualTo("-ERR Client names cannot contain spaces, newlines or special characters.\r\n");
    assertThat(client.respVersion()).isEqualTo(2);
  }

  @Test
  void takesPasswordAndNameWithHello() {
    server.password("secret");
    ConnectedClient stranger = server.connect();
    assertThat(server.ask(stranger, "HELLO", "3"))
        .startsWith("-NOAUTH HELLO must be called with the client already authenticated");
    assertThat(server.ask(stranger, "HELLO", "3", "SETNAME", "me", "AUTH", "default", "bad"))
        .isEqualTo(WRONG_PASSWORD);
    assertThat(stranger.name()).isEmpty();
    assertThat(stranger.respVersion()).isEqualTo(2);
    assertThat(server.ask(stranger, "HELLO", "3", "auth", "default", "secret", "setname", "me"))
        .startsWith("%7\r\n");
    assertThat(stranger.name()).isEqualTo("me");
    assertThat(stranger.isAuthenticated()).isTrue();
  }

  @Test
  void takesNothingOfAHelloWhoseNameIsRefused() {
    server.password("secret");
    ConnectedClient stranger = server.connect();
    server.ask(stranger, "HELLO", "3", "AUTH", "default", "secret", "SETNAME", "a b");
    assertThat(stranger.isAuthenticated()).isFalse();
    assertThat(stranger.respVersion()).isEqualTo(2);
  }

  @Test
  void checksThePassword() {
    server.password("secret");
    ConnectedClient stranger = server.connect();
    assertThat(server.ask(stranger, "AUTH", "bad")).isEqualTo(WRONG_PASSWORD);
    assertThat(server.ask(stranger, "AUTH", "bob", "secret")).isEqualTo(WRONG_PASSWORD);
    assertThat(server.ask(stranger, "AUTH", "a", "b", "c")).isEqualTo("-ERR syntax error\r\n");
    assertThat(stranger.isAuthenticated()).isFalse();
    assertThat(server.ask(stranger, "AUTH", "default", "secret")).isEqualTo("+OK\r\n");
    assertThat(stranger.isAuthenticated()).isTrue();
    assertThat(server.ask(stranger, "AUTH", "bad")).isEqualTo(WRONG_PASSWORD);
    assertThat(stranger.isAuthenticated()).isTrue();
  }

  @Test
  void saysThatThereIsNoPassword() {
    assertThat(server.ask(client, "AUTH", "x"))
        .isEqualTo(
            "-ERR AUTH <password> called without any password configured for the default user."
                + " Are you sure your configuration is correct?\r\n");
    assertThat(server.ask(client, "AUTH", "default", "x")).isEqualTo("+OK\r\n");
  }

  @Test
  void resetsWhatTheClientChanged() {
    server.ask(client, "HELLO", "3", "SETNAME", "me");
    server.ask(client, "SELECT", "3");
    server.ask(client, "CLIENT", "REPLY", "OFF");
    assertThat(server.ask(client, "RESET")).isEqualTo("+RESET\r\n");
    assertThat(client.name()).isEmpty();
    assertThat(client.database()).isZero();
    assertThat(client.respVersion()).isEqualTo(2);
    assertThat(server.ask(client, "PING")).isEqualTo("+PONG\r\n");
  }

  @Test
  void asksForThePasswordAgainAfterAReset() {
    server.settings().change("requirepass", "secret");
    assertThat(server.ask(client, "RESET")).isEqualTo("+RESET\r\n");
    assertThat(server.ask(client, "PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
  }
}
