package io.ostiary.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private final TestServer server =
      new TestServer(
          Command.of("BROKEN", 1, DispatcherTest::fail),
          Command.of("REFUSE", 1, DispatcherTest::refuse),
          Command.of("DOUBLE", 2, (who, words) -> Reply.integer(2 * words.integer(1))),
          Command.container(
              "SHOP", Command.of("BUY", 3, (who, words) -> Reply.bulk(words.text(2)))));
  private final ConnectedClient client = server.connect();

  @Test
  void namesAnUnknownCommandAndItsArguments() {
    assertThat(server.ask(client, "foo"))
        .isEqualTo("-ERR unknown command 'foo', with args beginning with: \r\n");
    assertThat(server.ask(client, "FOO", "a\r\nb", "c"))
        .isEqualTo("-ERR unknown command 'FOO', with args beginning with: 'a  b' 'c' \r\n");
  }

  @Test
  void repeatsNoMoreThanABoundOfWhatItDoesNotKnow() {
    String answer = server.ask(client, "f".repeat(1000), "a".repeat(1000), "b".repeat(1000));
    assertThat(answer)
        .isEqualTo(
            "-ERR unknown command '"
                + "f".repeat(128)
                + "', with args beginning with: '"
                + "a".repeat(128)
                + "' \r\n");
  }

  @Test
  void checksTheNumberOfArguments() {
    String wrong = "-ERR wrong number of arguments for 'double' command\r\n";
    assertThat(server.ask(client, "DOUBLE")).isEqualTo(wrong);
    assertThat(server.ask(client, "DOUBLE", "1", "2")).isEqualTo(wrong);
    assertThat(server.ask(client, "DOUBLE", "21")).isEqualTo(":42\r\n");
    assertThat(server.ask(client, "AUTH"))
        .isEqualTo("-ERR wrong number of arguments for 'auth' command\r\n");
  }

  @Test
  void runsASubcommandInAnyCase() {
    assertThat(server.ask(client, "shop", "Buy", "bread")).isEqualTo("$5\r\nbread\r\n");
    assertThat(client.activity().lastCommand()).isEqualTo("shop|buy");
  }

  @Test
  void tellsWhatIsWrongWithASubcommand() {
    assertThat(server.ask(client, "SHOP"))
        .isEqualTo("-ERR wrong number of arguments for 'shop' command\r\n");
    assertThat(server.ask(client, "SHOP", "BUY"))
        .isEqualTo("-ERR wrong number of arguments for 'shop|buy' command\r\n");
    assertThat(server.ask(client, "SHOP", "Sell", "x"))
        .isEqualTo("-ERR unknown subcommand 'Sell'. Try SHOP HELP.\r\n");
    assertThat(server.ask(client, "SHOP", "HELP"))
        .startsWith("*5\r\n+SHOP <subcommand> [<arg> [value] [opt] ...]. Subcommands are:\r\n+BUY");
  }

  @Test
  void answersWhatAHandlerRefuses() {
    assertThat(server.ask(client, "DOUBLE", "two"))
        .isEqualTo("-ERR value is not an integer or out of range\r\n");
    assertThat(server.ask(client, "REFUSE")).isEqualTo("-BUSY come back later\r\n");
  }

  @Test
  void answersForAHandlerThatFailsAndGoesOn() {
    assertThat(server.ask(client, "BROKEN")).isEqualTo("-ERR internal error\r\n");
    assertThat(server.ask(client, "PING")).isEqualTo("+PONG\r\n");
  }

  @Test
  void asksForThePasswordOnlyWhereThereIsACommandToRun() {
    server.password("secret");
    ConnectedClient stranger = server.connect();
    assertThat(server.ask(stranger, "PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
    assertThat(server.ask(stranger, "CLIENT", "ID"))
        .isEqualTo("-NOAUTH Authentication required.\r\n");
    assertThat(server.ask(stranger, "PING", "a", "b"))
        .isEqualTo("-NOAUTH Authentication required.\r\n");
    assertThat(server.ask(stranger, "ECHO")).startsWith("-ERR wrong number of arguments");
    assertThat(server.ask(stranger, "NOSUCH")).startsWith("-ERR unknown command 'NOSUCH'");
    assertThat(server.ask(stranger, "AUTH", "secret")).isEqualTo("+OK\r\n");
    assertThat(server.ask(stranger, "PING")).isEqualTo("+PONG\r\n");
  }

  @Test
  void leavesThoseAloneWhoWereInBeforeThePassword() {
    server.password("secret");
    assertThat(server.ask(client, "PING")).isEqualTo("+PONG\r\n");
  }

  @Test
  void countsErrorsAndWhatBegan() {
    server.ask(client, "PING");
    server.ask(client, "NOSUCH");
    server.ask(client, "REFUSE");
    assertThat(server.stats().info()).contains("total_error_replies:2\r\n");
    assertThat(client.activity().commands()).isEqualTo(2);
    assertThat(client.activity().lastCommand()).isEqualTo("refuse");
  }

  @Test
  void runsTheFallbackForEveryNameThatTheTableDoesNotKnow() {
    Command echo = Command.of("ECHO", -1, (who, words) -> Reply.bulk(words.text(0)));
    CommandTable known = CommandTable.of(List.of(Command.of("KNOWN", 1, (who, words) -> Reply.OK)));
    Dispatcher dispatcher = new Dispatcher(known.withFallback(echo), List.of(), server.stats());
    assertThat(dispatcher.run(client, Request.of("known"))).isEqualTo(Reply.OK);
    assertThat(dispatcher.run(client, Request.of("JSON.GET", "x")))
        .isEqualTo(Reply.bulk("JSON.GET"));
  }

  @Test
  void asksChecksInOrderAndRunsNothingThatOneRefuses() {
    CommandTable table = CommandTable.of(List.of(Command.of("RUN", 1, DispatcherTest::fail)));
    CommandCheck passes = (who, command, words) -> Optional.empty();
    CommandCheck first = (who, command, words) -> Optional.of(Reply.error("NO " + command.name()));
    CommandCheck second = (who, command, words) -> Optional.of(Reply.error("ERR too late"));
    Dispatcher dispatcher = new Dispatcher(table, List.of(passes, first, second), server.stats());
    assertThat(dispatcher.run(client, Request.of("run"))).isEqualTo(Reply.error("NO run"));
    assertThat(client.activity().commands()).isZero();
  }

  private static Reply fail(Object client, Object request) {
    throw new IllegalStateException("on purpose");
  }

  private static Reply refuse(Object client, Object request) {
    throw new ArgumentException("BUSY come back later");
  }
}
