package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords are bytes and need not be text. */
class PasswordBytesTest {

  private static final byte[] PASSWORD = {(byte) 0xff, (byte) 0xfe};

  /** What decoding makes of the password, as of any two bytes that are not UTF-8. */
  private static final byte[] DECODED = "\uFFFD\uFFFD".getBytes(StandardCharsets.UTF_8);

  private Served server;

  @BeforeEach
  void setThePassword() throws ExecutionException {
    server = Served.with(Served.local(), 1);
    try (Peer peer = server.peer()) {
      assertThat(ask(peer, "CONFIG", "SET", "requirepass", PASSWORD)).isEqualTo("+OK");
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void authTakesTheBytesAndNoOthers() {
    try (Peer peer = server.peer()) {
      assertThat(ask(peer, "AUTH", DECODED)).startsWith("-WRONGPASS");
      assertThat(ask(peer, "AUTH", "default", DECODED)).startsWith("-WRONGPASS");
      assertThat(ask(peer, "PING")).startsWith("-NOAUTH");
      assertThat(ask(peer, "AUTH", PASSWORD)).isEqualTo("+OK");
      assertThat(ask(peer, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void helloTakesTheBytesAndNoOthers() {
    try (Peer peer = server.peer()) {
      assertThat(ask(peer, "HELLO", "2", "AUTH", "default", DECODED)).startsWith("-WRONGPASS");
      assertThat(ask(peer, "HELLO", "2", "AUTH", "default", PASSWORD)).startsWith("*");
    }
  }

  @Test
  void configGetAnswersTheBytes() {
    try (Peer peer = server.peer()) {
      assertThat(ask(peer, "AUTH", PASSWORD)).isEqualTo("+OK");
      assertThat(ask(peer, "CONFIG", "GET", "requirepass")).isEqualTo("*2");
      assertThat(peer.exactly("$11\r\nrequirepass\r\n$2\r\n\u00ff\u00fe\r\n".length()))
          .isEqualTo("$11\r\nrequirepass\r\n$2\r\n\u00ff\u00fe\r\n");
    }
  }

  @Test
  void whatIsNoSecretHasToBeText() {
    try (Peer peer = server.peer()) {
      assertThat(ask(peer, "AUTH", PASSWORD)).isEqualTo("+OK");
      assertThat(ask(peer, "CONFIG", "SET", "loglevel", PASSWORD))
          .isEqualTo(
              "-ERR CONFIG SET failed (possibly related to argument 'loglevel') - argument must be"
                  + " text in UTF-8");
    }
  }

  private static String ask(Peer peer, Object... arguments) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(ascii("*" + arguments.length + "\r\n"));
    for (Object argument : arguments) {
      byte[] bytes = argument instanceof byte[] given ? given : ascii((String) argument);
      request.writeBytes(ascii("$" + bytes.length + "\r\n"));
      request.writeBytes(bytes);
      request.writeBytes(ascii("\r\n"));
    }
    return peer.send(request.toByteArray()).line();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
