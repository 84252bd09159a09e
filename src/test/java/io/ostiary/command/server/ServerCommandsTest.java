package io.ostiary.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandFlag;
import io.ostiary.command.TestServer;
import io.ostiary.resp.Reply;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.UpstreamUrl;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCommandsTest {

  private final TestServer server =
      new TestServer(
          Command.of("MGET", -2, (who, words) -> Reply.NULL)
              .flags(CommandFlag.READONLY, CommandFlag.FAST)
              .keys(1, -1, 1)
              .group("string"),
          Command.of("SET", -3, (who, words) -> Reply.OK)
              .flags(CommandFlag.WRITE)
              .keys(1, 1, 1)
              .group("string"));
  private final ConnectedClient client = server.connect();

  @Test
  void showsTheSettingsThatAPatternTakes() {
    assertThat(server.ask(client, "CONFIG", "GET", "maxclients"))
        .isEqualTo("*2\r\n$10\r\nmaxclients\r\n$5\r\n10000\r\n");
    assertThat(server.ask(client, "CONFIG", "GET", "MAXCLIENTS"))
        .isEqualTo("*2\r\n$10\r\nMAXCLIENTS\r\n$5\r\n10000\r\n");
    assertThat(server.ask(client, "CONFIG", "GET", "[m]axcl?ents", "maxclient?", "TIMEOUT"))
        .isEqualTo("*4\r\n$10\r\nmaxclients\r\n$5\r\n10000\r\n$7\r\nTIMEOUT\r\n$1\r\n0\r\n");
    assertThat(server.ask(client, "CONFIG", "GET", "nosuch")).isEqualTo("*0\r\n");
    server.ask(client, "HELLO", "3");
    assertThat(server.ask(client, "CONFIG", "GET", "save", "appendonly"))
        .isEqualTo("%2\r\n$4\r\nsave\r\n$0\r\n\r\n$10\r\nappendonly\r\n$2\r\nno\r\n");
  }

  @Test
  void showsEverySetting() {
    String all = server.ask(client, "CONFIG", "GET", "*");
    long listed = Directives.all().stream().filter(Directive::isListed).count();
    assertThat(all).startsWith("*" + 2 * (listed + 2) + "\r\n");
  }

  @Test
  void takesWhatItShowsOfRedissFilesAndNothingElse() {
    assertThat(server.ask(client, "CONFIG", "SET", "save", "", "SAVE", ""))
        .contains("argument 'SAVE') - duplicate parameter");
    assertThat(server.ask(client, "CONFIG", "SET", "save", "", "AppendOnly", "NO", "timeout", "7"))
        .isEqualTo("+OK\r\n");
    assertThat(server.settings().now().get(Directives.TIMEOUT)).hasSeconds(7);
    assertThat(server.ask(client, "CONFIG", "SET", "timeout", "8", "save", "60 1"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'save') - Ostiary keeps nothing on"
                + " disk, so the only value is ''\r\n");
    assertThat(server.ask(client, "CONFIG", "SET", "appendonly", "yes"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'appendonly') - Ostiary keeps"
                + " nothing on disk, so the only value is 'no'\r\n");
    assertThat(server.settings().now().get(Directives.TIMEOUT)).hasSeconds(7);
  }

  @Test
  void changesSettingsAllOrNone() {
    assertThat(server.ask(client, "CONFIG", "SET", "maxclients", "5", "timeout", "7"))
        .isEqualTo("+OK\r\n");
    assertThat(server.ask(client, "CONFIG", "SET", "maxclients", "6", "timeout", "soon"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't"
                + " be parsed into an integer\r\n");
    assertThat(server.settings().now().get(Directives.MAXCLIENTS)).isEqualTo(5);
    assertThat(server.settings().now().get(Directives.TIMEOUT)).hasSeconds(7);
  }

  @Test
  void takesTheUrlOfAnUpstreamAndNeverTellsItsPassword() {
    String url = "redis://bob:hunter%402@a/1";
    assertThat(server.ask(client, "CONFIG", "SET", "upstream", url, "upstream-timeout", "250"))
        .isEqualTo("+OK\r\n");
    assertThat(server.settings().now().get(Directives.UPSTREAM)).contains(UpstreamUrl.of(url));
    assertThat(server.ask(client, "CONFIG", "GET", "upstream"))
        .isEqualTo("*2\r\n$8\r\nupstream\r\n$24\r\nredis://bob:***@a:6379/1\r\n");
    assertThat(server.ask(client, "CONFIG", "GET", "upstream-timeout"))
        .isEqualTo("*2\r\n$16\r\nupstream-timeout\r\n$3\r\n250\r\n");
    assertThat(server.ask(client, "CONFIG", "SET", "upstream", "redis://bob:***@a:6379/1"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'upstream') - *** is what is shown"
                + " in place of a password; write the password itself, with %2A for a star\r\n");
    assertThat(server.settings().now().get(Directives.UPSTREAM)).contains(UpstreamUrl.of(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "foo bar; Unknown option or number of arguments for CONFIG SET - 'foo'",
        "databases 5; CONFIG SET failed (possibly related to argument 'databases') - can't"
            + " set immutable config",
        "upstream-mode single; CONFIG SET failed (possibly related to argument 'upstream-mode') -"
            + " can't set immutable config",
        "timeout 5 timeout 6; CONFIG SET failed (possibly related to argument 'timeout') -"
            + " duplicate parameter",
        "maxclients 100 timeout; syntax error",
        "maxclients; wrong number of arguments for 'config|set' command"
      })
  void refusesAChange(String change, String error) {
    assertThat(server.ask(client, ("CONFIG SET " + change).split(" ", -1)))
        .isEqualTo("-ERR " + error + "\r\n");
  }

  @Test
  void setsTheFiguresToZero() {
    server.ask(client, "NOSUCH");
    assertThat(server.ask(client, "INFO", "stats")).contains("total_error_replies:1\r\n");
    assertThat(server.ask(client, "CONFIG", "RESETSTAT")).isEqualTo("+OK\r\n");
    assertThat(server.ask(client, "INFO", "stats")).contains("total_error_replies:0\r\n");
  }

  @Test
  void showsTheSectionsAskedFor() {
    String some = server.ask(client, "INFO", "CLIENTS", "server");
    assertThat(some)
        .startsWith("$")
        .contains("\r\n# Server\r\nredis_version:7.2.4\r\nserver_name:ostiary\r\n")
        .contains("ostiary_version:1.2.3\r\n")
        .contains("tcp_port:6379\r\n")
        .contains("listener0:name=tcp,bind=127.0.0.1,port=6379\r\n")
        .contains("\r\n\r\n# Clients\r\nconnected_clients:1\r\n")
        .contains("maxclients:10000\r\n")
        .doesNotContain("# Stats");
    assertThat(some).containsPattern("uptime_in_seconds:9[0-9]\r\nuptime_in_days:0\r\n");
    assertThat(server.ask(client, "INFO", "nosuch")).isEqualTo("$0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "INFO all", "INFO default", "info Everything"})
  void showsEverySection(String line) {
    assertThat(server.ask(client, line.split(" ", -1)))
        .contains("# Server\r\n", "# Clients\r\n", "# Stats\r\n");
  }

  @Test
  void showsInfoAsTextInResp3() {
    server.ask(client, "HELLO", "3");
    assertThat(server.ask(client, "INFO", "clients")).startsWith("=").contains("\r\ntxt:# Clients");
  }

  @Test
  void tellsTheTime() {
    long before = Instant.now().getEpochSecond();
    String[] lines = server.ask(client, "TIME").split("\r\n", -1);
    assertThat(lines[0]).isEqualTo("*2");
    assertThat(Long.parseLong(lines[2])).isBetween(before, Instant.now().getEpochSecond());
    assertThat(Long.parseLong(lines[4])).isBetween(0L, 999_999L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHUTDOWN", "SHUTDOWN NOSAVE", "shutdown save now force"})
  void shutsDownWithoutAnAnswer(String line) {
    assertThat(server.ask(client, line.split(" ", -1))).isEmpty();
    assertThat(server.shutdowns()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SHUTDOWN FOO, syntax error",
    "SHUTDOWN NOSAVE SAVE, syntax error",
    "SHUTDOWN ABORT NOW, syntax error",
    "SHUTDOWN ABORT, No shutdown in progress."
  })
  void refusesAShutdown(String line, String error) {
    assertThat(server.ask(client, line.split(" ", -1))).isEqualTo("-ERR " + error + "\r\n");
    assertThat(server.shutdowns()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST / HTTP/1.1", "Host: localhost:6379", "host:"})
  void closesABrowser(String line) {
    server.password("secret");
    ConnectedClient browser = server.connect();
    assertThat(server.ask(browser, line.split(" ", -1))).isEmpty();
    assertThat(server.closed(browser)).containsExactly(CloseReason.SECURITY);
  }

  @Test
  void countsEveryCommandOfTheTable() {
    assertThat(server.ask(client, "COMMAND", "COUNT"))
        .isEqualTo(":" + server.commands().all().size() + "\r\n");
  }

  @Test
  void describesCommandsAsClientsReadThem() {
    assertThat(server.ask(client, "COMMAND", "INFO", "ping", "nosuch"))
        .isEqualTo(
            lines("*2 *10 $4 ping :-1 *1 +fast :0 :0 :0 *2 +@fast +@connection *0 *0 *0 $-1"));
    server.ask(client, "HELLO", "3");
    assertThat(server.ask(client, "COMMAND", "INFO", "MGET"))
        .isEqualTo(
            lines(
                "*1 *10 $4 mget :-2 ~2 +readonly +fast :1 :-1 :1 ~3 +@read +@string +@fast ~0"
                    + " ~1 %3 $5 flags ~2 +RO +access"
                    + " $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :1"
                    + " $9 find_keys %2 $4 type $5 range"
                    + " $4 spec %3 $7 lastkey :-1 $7 keystep :1 $5 limit :0 ~0"));
    assertThat(server.ask(client, "COMMAND", "INFO", "SET")).contains("+RW\r\n", "lastkey\r\n:0");
    assertThat(server.ask(client, "COMMAND", "INFO", "client|list"))
        .startsWith("*1\r\n*10\r\n$11\r\nclient|list\r\n:-2\r\n~4\r\n+admin\r\n");
  }

  @Test
  void describesEveryCommandWhenNoneIsNamed() {
    String all = "*" + server.commands().all().size() + "\r\n*10\r\n$4\r\nping\r\n";
    assertThat(server.ask(client, "COMMAND")).startsWith(all);
    assertThat(server.ask(client, "COMMAND", "INFO")).startsWith(all);
    assertThat(server.ask(client, "COMMAND", "DOCS"))
        .startsWith("*" + 2 * server.commands().all().size() + "\r\n$4\r\nping\r\n");
  }

  @Test
  void listsNames() {
    assertThat(server.ask(client, "COMMAND", "LIST")).contains("ping\r\n", "client|list\r\n");
    assertThat(server.ask(client, "COMMAND", "LIST", "FILTERBY", "PATTERN", "P*NG"))
        .isEqualTo("*1\r\n$4\r\nping\r\n");
    assertThat(server.ask(client, "COMMAND", "LIST", "FILTERBY", "ACLCAT", "string"))
        .isEqualTo("*2\r\n$4\r\nmget\r\n$3\r\nset\r\n");
    assertThat(server.ask(client, "COMMAND", "LIST", "FILTERBY", "MODULE", "foo"))
        .isEqualTo("*0\r\n");
    assertThat(server.ask(client, "COMMAND", "LIST", "FILTERBY", "FOO", "bar"))
        .isEqualTo("-ERR syntax error\r\n");
    assertThat(server.ask(client, "COMMAND", "LIST", "x")).isEqualTo("-ERR syntax error\r\n");
  }

  @Test
  void documentsCommandsAndPassesOverUnknownNames() {
    server.ask(client, "HELLO", "3");
    assertThat(server.ask(client, "COMMAND", "DOCS", "nosuch")).isEqualTo("%0\r\n");
    assertThat(server.ask(client, "COMMAND", "DOCS", "PING", "nosuch"))
        .isEqualTo(
            "%1\r\n$4\r\nping\r\n%4\r\n$7\r\nsummary\r\n$35\r\nAnswers PONG, or the message given."
                + "\r\n$5\r\nsince\r\n$5\r\n1.0.0\r\n$5\r\ngroup\r\n$10\r\nconnection\r\n"
                + "$9\r\narguments\r\n*1\r\n%3\r\n$4\r\nname\r\n$7\r\nmessage\r\n$4\r\ntype\r\n"
                + "$6\r\nstring\r\n$5\r\nflags\r\n~1\r\n+optional\r\n");
    assertThat(server.ask(client, "COMMAND", "DOCS", "config"))
        .contains("$11\r\nsubcommands\r\n%4\r\n$10\r\nconfig|get\r\n");
  }

  @Test
  void saysOfEveryCommandWhatItDoes() {
    List<Command> rows = CommandRows.flat(server.commands());
    assertThat(rows)
        .filteredOn(row -> !List.of("mget", "set").contains(row.name()))
        .allSatisfy(row -> assertThat(row.documentation().summary()).endsWith("."))
        .allSatisfy(row -> assertThat(row.documentation().group()).isNotEqualTo("generic"));
  }

  private static String lines(String words) {
    return words.replace(" ", "\r\n") + "\r\n";
  }
}
