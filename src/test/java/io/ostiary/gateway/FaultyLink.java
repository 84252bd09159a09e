package io.ostiary.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a gateway and its server, passes everything on, and breaks what a test wants
 * broken: real bytes of a real server, over a link that fails at a byte that the test chooses.
 */
final class FaultyLink implements AutoCloseable {

  private static final long ALL = Long.MAX_VALUE;

  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong requestBytesLeft = new AtomicLong(ALL);
  private final AtomicLong replyBytesLeft = new AtomicLong(ALL);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile int pieceBytes = Integer.MAX_VALUE;

  private FaultyLink(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    begin(this::acceptAll);
  }

  /** To a server on this port of IPv4's loopback interface. */
  static FaultyLink to(int port) {
    try {
      return new FaultyLink(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on replies come in such pieces. */
  void repliesInPiecesOf(int bytes) {
    pieceBytes = bytes;
  }

  /** Keeps what the server says from now on. */
  void holdReplies() {
    held = new CountDownLatch(1);
  }

  /** Passes on what was kept, and all that comes. */
  void passReplies() {
    held.countDown();
  }

  /** Passes so many more bytes of replies; then that connection breaks, and the link is whole. */
  void breakAfterReplyBytes(long count) {
    replyBytesLeft.set(count);
  }

  /** Passes so many more bytes of requests; then that connection breaks, and the link is whole. */
  void breakAfterRequestBytes(long count) {
    requestBytesLeft.set(count);
  }

  /** Whether nothing is to break. */
  boolean isWhole() {
    return replyBytesLeft.get() == ALL && requestBytesLeft.get() == ALL;
  }

  /** Sends this to the gateway on all connections, as if the server had. */
  void say(String bytes) {
    for (Socket socket : open) {
      if (socket.getLocalPort() == port()) {
        try {
          socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Breaks all connections that there are. */
  void breakAll() {
    open.forEach(FaultyLink::closeQuietly);
  }

  private void acceptAll() throws IOException {
    while (!listening.isClosed()) {
      Socket gateway = listening.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      gateway.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.add(gateway);
      open.add(server);
      begin(() -> pass(gateway, server, requestBytesLeft, false));
      begin(() -> pass(server, gateway, replyBytesLeft, true));
    }
  }

  private void pass(Socket from, Socket to, AtomicLong left, boolean replies)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[64 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count = in.read(buffer);
      while (count >= 0) {
        if (replies) {
          held.await();
        }
        int passed = take(left, count);
        write(out, buffer, passed, replies ? pieceBytes : passed);
        if (passed < count) {
          return;
        }
        count = in.read(buffer);
      }
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      open.remove(from);
      open.remove(to);
    }
  }

  /** How many of so many bytes may pass; when these are fewer, the link is whole again. */
  private synchronized int take(AtomicLong left, int count) {
    long may = left.get();
    int passed = (int) Math.min(count, may);
    if (may != ALL) {
      left.set(passed < count ? ALL : may - passed);
    }
    return passed;
  }

  private static void write(OutputStream out, byte[] bytes, int count, int piece)
      throws IOException {
    int at = 0;
    while (at < count) {
      int length = Math.min(piece, count - at);
      out.write(bytes, at, length);
      at += length;
    }
  }

  /** What may fail. */
  @FunctionalInterface
  private interface Work {

    void run() throws IOException, InterruptedException;
  }

  private static void begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException closed) {
                Thread.currentThread().interrupt(); // It ends.
              }
            },
            "faulty-link");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakAll();
  }
}
