package io.ostiary.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client on a real socket. Reads fail after ten seconds. */
public final class Peer implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final Socket underneath;
  private final InputStream in;

  private Peer(Socket socket, Socket underneath) throws IOException {
    this.socket = socket;
    this.underneath = underneath;
    this.in = socket.getInputStream();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Connects over IPv4's loopback interface. */
  public static Peer to(int port) {
    return to(InetAddress.getLoopbackAddress(), port);
  }

  /** Connects to that address. */
  public static Peer to(InetAddress address, int port) {
    try {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
      return of(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects from that address of this machine, which on loopback may be any of 127.0.0.0/8. */
  public static Peer from(String from, String to, int port) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(to, port), TIMEOUT_MILLIS);
      return of(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Speaks over a socket that is connected. */
  public static Peer of(Socket socket) {
    return of(socket, socket);
  }

  /** The same where the socket is one of TLS over another. */
  public static Peer of(Socket socket, Socket underneath) {
    try {
      return new Peer(socket, underneath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends text in ISO-8859-1. */
  public Peer send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Peer send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends text to a server that may close the connection meanwhile; a reset is not a failure, and
   * loses the rest of the text.
   */
  public Peer sendUnlessClosed(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (SocketException closed) {
      // Reset, because the server closed over unread bytes.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The next line, without its CRLF. */
  public String line() {
    StringBuilder line = new StringBuilder();
    try {
      int c = in.read();
      while (c != '\n') {
        assertThat(c).as("a byte of a line, after '%s'", line).isNotNegative();
        line.append((char) c);
        c = in.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("after '" + line + "'", e);
    }
    return line.toString().strip();
  }

  /** Sends an inline command and reads its reply of one line. */
  public String ask(String command) {
    return send(command + "\r\n").line();
  }

  /** Sends an inline command and reads its bulk reply. */
  public String askBulk(String command) {
    String header = ask(command);
    assertThat(header).as("the answer to %s", command).startsWith("$");
    String text = exactly(Integer.parseInt(header.substring(1)));
    exactly(2);
    return text;
  }

  /** The value of a field of INFO. */
  public long info(String field) {
    String prefix = field + ":";
    return askBulk("INFO everything")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> Long.parseLong(line.substring(prefix.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  /** A numeric field of the first line of CLIENT LIST. */
  public long figureOfTheFirst(String field) {
    String line = askBulk("CLIENT LIST").lines().findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll(".* " + field + "=(\\d+).*", "$1"));
  }

  /** The next so many bytes. */
  public String exactly(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      assertThat(bytes).hasSize(count);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to the end of the stream; a reset fails. */
  public String rest() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException("after '" + all + "'", e);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The same; a reset ends the stream, too. */
  public String restUnlessReset() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException reset) {
      // What came before it counts.
    } catch (IOException e) {
      throw new UncheckedIOException("after '" + all + "'", e);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Closes with a reset, as the kernel does for a client that crashes. */
  public void reset() {
    try {
      underneath.setSoLinger(true, 0);
      underneath.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
