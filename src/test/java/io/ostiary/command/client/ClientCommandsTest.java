package io.ostiary.command.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.TestServer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCommandsTest {

  private static final String BAD_NAME =
      "-ERR Client names cannot contain spaces, newlines or special characters.\r\n";

  private final TestServer server = new TestServer();
  private final ConnectedClient first = server.connect();
  private final ConnectedClient second = server.connect();

  @Test
  void tellsTheClientItsId() {
    assertThat(server.ask(second, "CLIENT", "ID")).isEqualTo(":2\r\n");
  }

  @Test
  void namesAClient() {
    assertThat(server.ask(first, "CLIENT", "GETNAME")).isEqualTo("$-1\r\n");
    assertThat(server.ask(first, "CLIENT", "SETNAME", "me")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "CLIENT", "GETNAME")).isEqualTo("$2\r\nme\r\n");
    assertThat(server.ask(first, "CLIENT", "SETNAME", "a b")).isEqualTo(BAD_NAME);
    assertThat(server.ask(first, "CLIENT", "SETNAME", "a\nb")).isEqualTo(BAD_NAME);
    assertThat(server.ask(first, "CLIENT", "SETNAME", "\u00e4")).isEqualTo(BAD_NAME);
    assertThat(first.name()).isEqualTo("me");
    assertThat(server.ask(first, "CLIENT", "SETNAME", "")).isEqualTo("+OK\r\n");
    server.ask(first, "HELLO", "3");
    assertThat(server.ask(first, "CLIENT", "GETNAME")).isEqualTo("_\r\n");
  }

  @Test
  void keepsWhichLibraryTheClientUses() {
    assertThat(server.ask(first, "CLIENT", "SETINFO", "lib-name", "jedis")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "CLIENT", "SETINFO", "LIB-VER", "5.1")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "CLIENT", "SETINFO", "lib-ver", "5 1"))
        .isEqualTo("-ERR lib-ver cannot contain spaces, newlines or special characters.\r\n");
    assertThat(server.ask(first, "CLIENT", "SETINFO", "lib-foo", "x"))
        .isEqualTo("-ERR Unrecognized option 'lib-foo'\r\n");
    assertThat(server.ask(first, "CLIENT", "INFO")).contains(" lib-name=jedis lib-ver=5.1 ");
  }

  @Test
  void listsOldestFirstInBothProtocols() {
    String lines = server.ask(first, "CLIENT", "LIST");
    assertThat(lines).startsWith("$").contains("\r\nid=1 ").contains("\nid=2 ").endsWith("\n\r\n");
    assertThat(lines).contains(" cmd=client|list ");
    server.ask(first, "HELLO", "3");
    assertThat(server.ask(first, "CLIENT", "LIST")).startsWith("=").contains("\r\ntxt:id=1 ");
    assertThat(server.ask(first, "CLIENT", "LIST", "TYPE", "replica")).isEqualTo("=4\r\ntxt:\r\n");
  }

  @Test
  void announcesAsManyBytesAsItListsHoweverManyThereAre() {
    for (int i = 2; i < 1500; i++) {
      server.connect();
    }
    assertThat(listed(server.ask(first, "CLIENT", "LIST"), "$")).hasLineCount(1500);
    server.ask(first, "HELLO", "3");
    String lines = listed(server.ask(first, "CLIENT", "LIST"), "=");
    assertThat(lines.substring("txt:".length()).lines().map(ClientCommandsTest::idField))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 1500).mapToObj(id -> "id=" + id).toList());
    assertThat(listed(server.ask(first, "CLIENT", "INFO"), "=")).startsWith("txt:id=1 ");
  }

  private static String idField(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  /** The text of a bulk reply; checks its length. */
  private static String listed(String reply, String type) {
    int end = reply.indexOf('\r');
    String text = reply.substring(end + 2, reply.length() - 2);
    assertThat(reply.substring(0, end)).isEqualTo(type + text.length());
    assertThat(reply).endsWith("\n\r\n");
    return text;
  }

  @ParameterizedTest
  @CsvSource({
    "TYPE normal, true, true",
    "TYPE pubsub, false, false",
    "TYPE primary, false, false",
    "ID 2, false, true",
    "ID 2 1 99, true, true",
    "ID 1 ID 2, true, true",
    "ID 0, false, false",
    "ADDR 10.0.0.1:50002, false, true",
    "LADDR 127.0.0.1:6379, true, true",
    "LADDR 127.0.0.1:1, false, false",
    "USER default, true, true",
    "SKIPME yes, false, true",
    "skipme no, true, true",
    "MAXAGE 60, false, false",
    "ID 1 2 TYPE normal SKIPME yes, false, true",
    "TYPE pubsub TYPE normal, true, true"
  })
  void listsThoseThatAllFiltersTake(String filters, boolean hasFirst, boolean hasSecond) {
    String lines = server.ask(first, words("CLIENT LIST " + filters));
    assertThat(lines).startsWith("$");
    assertThat(lines.contains("id=1 ")).isEqualTo(hasFirst);
    assertThat(lines.contains("id=2 ")).isEqualTo(hasSecond);
  }

  @Test
  void listsThoseWhoHaveBeenInForLong() {
    server.connect(System.currentTimeMillis() - 100_000);
    assertThat(server.ask(first, "CLIENT", "LIST", "MAXAGE", "60"))
        .contains("id=3 ")
        .doesNotContain("id=1 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "LIST TYPE foo; Unknown client type 'foo'",
        "LIST TYPE; syntax error",
        "LIST ID; syntax error",
        "LIST ID abc; Invalid client ID",
        "LIST ID 1 abc; Invalid client ID",
        "LIST FOO bar; syntax error",
        "LIST SKIPME maybe; syntax error",
        "LIST USER bob; No such user 'bob'",
        "LIST MAXAGE old; maxage is not an integer or out of range",
        "LIST MAXAGE 0; maxage should be greater than 0",
        "KILL; wrong number of arguments for 'client|kill' command",
        "KILL 1.2.3.4:5; No such client",
        "KILL ID abc; client-id should be greater than 0",
        "KILL ID 0; client-id should be greater than 0",
        "KILL ID 1 ADDR; syntax error",
        "KILL FOO bar; syntax error",
        "KILL USER bob; No such user 'bob'",
        "NO-EVICT foo; syntax error",
        "REPLY foo; syntax error",
        "FOO; unknown subcommand 'FOO'. Try CLIENT HELP."
      })
  void refusesWhatItDoesNotUnderstand(String command, String error) {
    assertThat(server.ask(first, words("CLIENT " + command))).isEqualTo("-ERR " + error + "\r\n");
    assertThat(server.closed(first)).isEmpty();
    assertThat(server.closed(second)).isEmpty();
  }

  @Test
  void killsByAddress() {
    assertThat(server.ask(first, "CLIENT", "KILL", "10.0.0.1:50002")).isEqualTo("+OK\r\n");
    assertThat(server.closed(second)).containsExactly(CloseReason.KILLED);
    assertThat(server.closed(first)).isEmpty();
    assertThat(server.ask(first, "CLIENT", "KILL", "10.0.0.1:50001")).isEqualTo("+OK\r\n");
    assertThat(server.closed(first)).containsExactly(CloseReason.KILLED);
  }

  @Test
  void killsThoseThatAllFiltersTakeButTheCaller() {
    ConnectedClient third = server.connect();
    assertThat(server.ask(first, "CLIENT", "KILL", "ID", "1", "2")).isEqualTo(":1\r\n");
    assertThat(server.closed(second)).containsExactly(CloseReason.KILLED);
    assertThat(server.closed(third)).isEmpty();
    assertThat(server.ask(first, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no"))
        .isEqualTo(":2\r\n");
    assertThat(server.closed(first)).containsExactly(CloseReason.KILLED);
  }

  @Test
  void countsNobodyTwice() {
    assertThat(server.ask(first, "CLIENT", "KILL", "ID", "2")).isEqualTo(":1\r\n");
    assertThat(server.ask(first, "CLIENT", "KILL", "ID", "2")).isEqualTo(":0\r\n");
    assertThat(server.ask(first, "CLIENT", "KILL", "10.0.0.1:50002"))
        .isEqualTo("-ERR No such client\r\n");
  }

  @Test
  void sparesAClientFromEviction() {
    assertThat(server.ask(first, "CLIENT", "NO-EVICT", "on")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "CLIENT", "INFO")).contains(" flags=e ");
    assertThat(server.ask(first, "CLIENT", "NO-EVICT", "OFF")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "CLIENT", "INFO")).contains(" flags=N ");
  }

  @Test
  void turnsRepliesOffAndOn() {
    assertThat(server.ask(first, "CLIENT", "REPLY", "ON")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "CLIENT", "REPLY", "OFF")).isEmpty();
    assertThat(server.ask(first, "PING")).isEmpty();
    assertThat(server.ask(first, "CLIENT", "REPLY", "SKIP")).isEmpty();
    assertThat(server.ask(first, "PING")).isEmpty();
    assertThat(server.ask(first, "PING")).isEmpty();
    assertThat(server.ask(first, "CLIENT", "REPLY", "on")).isEqualTo("+OK\r\n");
    assertThat(server.ask(first, "PING")).isEqualTo("+PONG\r\n");
  }

  @Test
  void leavesOutTheNextReplyOnly() {
    assertThat(server.ask(first, "CLIENT", "REPLY", "SKIP")).isEmpty();
    assertThat(server.ask(first, "PING")).isEmpty();
    assertThat(server.ask(first, "PING")).isEqualTo("+PONG\r\n");
  }

  private static String[] words(String line) {
    return line.split(" ", -1);
  }
}
