import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Latency of an admitted client while others connect, by max-new-connections-per-cycle:
 *
 * <pre>java src/bench/AcceptPace.java PORT [SECONDS_EACH] [ROUNDS]</pre>
 *
 * Asks a running server (started with {@code --port PORT --bind 127.0.0.1 --maxclients 10000}) for
 * each pace in turn, round after round, while 4 threads connect in bursts of 200, PING and close.
 * Prints connections per second, and the median, 99th and 99.9th percentile of that client's
 * PING in microseconds.
 */
final class AcceptPace {

  private static final int[] PACES = {1, 10, 100, 1000};
  private static final int BURST = 200;
  private static final int STORMING_THREADS = 4;
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

  private AcceptPace() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    System.out.printf("%6s %6s %12s %8s %8s %8s%n", "round", "pace", "connects/s", "p50", "p99", "p99.9");
    for (int round = 0; round <= rounds; round++) {
      for (int pace : PACES) {
        measure(port, pace, seconds, round);
      }
    }
  }

  private static void measure(int port, int pace, int seconds, int round) throws Exception {
    try (Socket inside = connect(port)) {
      command(inside, "CONFIG SET max-new-connections-per-cycle " + pace);
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong connections = new AtomicLong();
      Thread[] storm = new Thread[STORMING_THREADS];
      for (int i = 0; i < storm.length; i++) {
        storm[i] = new Thread(() -> storm(port, over, connections));
        storm[i].start();
      }
      long[] micros = pings(inside, seconds);
      over.set(true);
      for (Thread thread : storm) {
        thread.join(10_000);
      }
      // Round 0 warms up.
      if (round > 0) {
        System.out.printf(
            "%6d %6d %12d %8d %8d %8d%n",
            round, pace, connections.get() / seconds,
            at(micros, 0.5), at(micros, 0.99), at(micros, 0.999));
      }
    }
  }

  private static long[] pings(Socket inside, int seconds) throws IOException {
    long[] micros = new long[1_000_000];
    int count = 0;
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end && count < micros.length) {
      long begin = System.nanoTime();
      ping(inside);
      micros[count++] = (System.nanoTime() - begin) / 1000;
    }
    long[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static long at(long[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)];
  }

  private static void storm(int port, AtomicBoolean over, AtomicLong connections) {
    Socket[] burst = new Socket[BURST];
    while (!over.get()) {
      try {
        for (int i = 0; i < BURST; i++) {
          burst[i] = connect(port);
        }
        for (Socket socket : burst) {
          ping(socket);
          // A reset leaves no port in TIME_WAIT.
          socket.setSoLinger(true, 0);
          socket.close();
        }
        connections.addAndGet(BURST);
      } catch (IOException e) {
        System.err.println("storm: " + e.getMessage());
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void ping(Socket socket) throws IOException {
    socket.getOutputStream().write(PING);
    socket.getInputStream().readNBytes("+PONG\r\n".length());
  }

  private static void command(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    String reply = new String(in.readNBytes("+OK\r\n".length()), StandardCharsets.US_ASCII);
    if (!reply.equals("+OK\r\n")) {
      throw new IOException("the server answered " + reply);
    }
  }
}
