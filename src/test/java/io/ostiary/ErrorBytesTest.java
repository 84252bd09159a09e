package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors repeat the bytes that a client sent, UTF-8 or not. */
class ErrorBytesTest {

  private static Served served;

  @BeforeAll
  static void serve() throws ExecutionException {
    served = Served.with(Served.local(), 1);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  // A peer's text is ISO-8859-1: é is the byte E9, and Ã© are the bytes of é in UTF-8.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fÿé Ã© b      | -ERR unknown command 'fÿé', with args beginning with: 'Ã©' 'b'",
        "CLIENT xÿÃ©   | -ERR unknown subcommand 'xÿÃ©'. Try CLIENT HELP.",
        "HELLO 3 xÿÃ©  | -ERR Syntax error in HELLO option 'xÿÃ©'",
        "CLIENT SETINFO xÿÃ© v      | -ERR Unrecognized option 'xÿÃ©'",
        "CLIENT LIST TYPE xÿÃ©      | -ERR Unknown client type 'xÿÃ©'",
        "CLIENT KILL USER xÿÃ©      | -ERR No such user 'xÿÃ©'",
        "EXPIRE key 10 xÿÃ©         | -ERR Unsupported option xÿÃ©",
        "CONFIG SET xÿÃ© 1 maxclients 2 "
            + "| -ERR Unknown option or number of arguments for CONFIG SET - 'xÿÃ©'",
      })
  void repeatsTheBytesThatWereSent(String command, String error) {
    try (Peer peer = served.peer()) {
      assertThat(peer.ask(command.strip())).isEqualTo(error);
    }
  }

  @ParameterizedTest
  @CsvSource({"ÿ", "é"})
  void repeatsTheByteThatBreaksTheProtocol(String found) {
    try (Peer peer = served.peer()) {
      assertThat(peer.ask("*1\r\n" + found))
          .isEqualTo("-ERR Protocol error: expected '$', got '" + found + "'");
    }
  }
}
