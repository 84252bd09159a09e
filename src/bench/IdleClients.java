import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the server with a bounded heap, connects idle clients over loopback, and prints the memory
 * of the process before and after. Run it by idle-clients.sh. Exits with 1 unless every client was
 * admitted and answered, also after a full collection.
 */
final class IdleClients {

  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

  private IdleClients() {}

  public static void main(String[] arguments) throws Exception {
    String jar = arguments[0];
    int clients = Integer.parseInt(arguments[1]);
    int heapMib = Integer.parseInt(arguments[2]);
    int port = freePort();
    Process server = start(jar, heapMib, clients, port);
    try {
      long before = residentKib(server.pid());
      List<Socket> idle = connect(clients, port);
      collect(server.pid());
      long after = residentKib(server.pid());
      long answered = pingAll(idle);
      System.out.printf("clients connected and answered   %d of %d%n", answered, clients);
      System.out.printf("connected_clients says           %s%n", info(port, "connected_clients"));
      System.out.printf("heap allowed                     %d MiB%n", heapMib);
      System.out.printf("heap used after a collection     %s%n", heapUsed(server.pid()));
      System.out.printf("resident before, after           %d, %d KiB%n", before, after);
      System.out.printf("resident growth per client       %.1f KiB%n", (after - before) / (double) clients);
      if (answered != clients) {
        throw new IllegalStateException("not every client was answered");
      }
    } finally {
      server.destroy();
      server.waitFor(15, TimeUnit.SECONDS);
      server.destroyForcibly();
    }
  }

  private static Process start(String jar, int heapMib, int clients, int port) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-jar",
                jar,
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                // One more, for the connection that asks INFO.
                "--maxclients",
                String.valueOf(clients + 1))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader log =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = log.readLine();
    while (line != null && !line.contains("Ready to accept connections")) {
      System.out.println(line);
      line = log.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("the server did not start");
    }
    return server;
  }

  private static List<Socket> connect(int clients, int port) throws IOException {
    List<Socket> idle = new ArrayList<>(clients);
    for (int i = 0; i < clients; i++) {
      idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    pingAll(idle);
    return idle;
  }

  private static long pingAll(List<Socket> sockets) throws IOException {
    long answered = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(PING);
      byte[] reply = socket.getInputStream().readNBytes("+PONG\r\n".length());
      if (new String(reply, StandardCharsets.US_ASCII).equals("+PONG\r\n")) {
        answered++;
      }
    }
    return answered;
  }

  private static String info(int port, String field) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("INFO clients\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      try (InputStream in = socket.getInputStream()) {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return all.lines().filter(line -> line.startsWith(field + ":")).findFirst().orElse("?");
      }
    }
  }

  private static void collect(long pid) throws Exception {
    jcmd(pid, "GC.run");
  }

  private static String heapUsed(long pid) throws Exception {
    collect(pid);
    return jcmd(pid, "GC.heap_info")
        .lines()
        .filter(line -> line.contains("used"))
        .findFirst()
        .orElse("?")
        .strip();
  }

  private static String jcmd(long pid, String command) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor(30, TimeUnit.SECONDS);
    return output;
  }

  private static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
