import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code target/ostiary.jsa}: the classes that a start and a first client need, those of the
 * JVM among them, stored as the JVM wants them in memory. The server is started once, serves a few
 * commands and stops, and its JVM lists what it has loaded; another JVM stores what is listed. The
 * build runs this; a build that cannot (no loopback, a JVM without class-data sharing) goes on
 * without the file, and so does a server.
 *
 * <p>From the project's folder: {@code java src/build/ClassArchive.java}
 */
final class ClassArchive {

  private static final Path ARCHIVE = Path.of("target", "ostiary.jsa");
  private static final Path LIST = Path.of("target", "ostiary.classes");
  private static final Path OPTIONS = Path.of("conf", "jvm.options");
  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:([0-9]+)");
  private static final int PATIENCE_SECONDS = 30;

  // What a first client usually asks; the last one ends the server.
  private static final String COMMANDS =
      "HELLO 3\r\nHELLO 2\r\nPING\r\nSET rehearsal 1 EX 10\r\nGET rehearsal\r\nINCR rehearsal\r\n"
          + "DEL rehearsal\r\nCLIENT LIST\r\nCLIENT SETNAME rehearsal\r\nINFO\r\n"
          + "CONFIG GET maxclients\r\nCOMMAND COUNT\r\nNONSENSE\r\n"
          + "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\nSHUTDOWN\r\n";

  private ClassArchive() {}

  public static void main(String[] arguments) throws IOException {
    Files.deleteIfExists(ARCHIVE);
    try {
      rehearse();
      store();
    } catch (IOException | UncheckedIOException | InterruptedException e) {
      System.out.println("No " + ARCHIVE + ", so starts will take longer: " + e.getMessage());
      Files.deleteIfExists(ARCHIVE);
    } finally {
      Files.deleteIfExists(LIST);
    }
  }

  private static void rehearse() throws IOException, InterruptedException {
    List<String> jvm = List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + LIST);
    Process server = start(jvm, "--bind", "127.0.0.1", "--port", "-1");
    try (BufferedReader log = server.inputReader(StandardCharsets.UTF_8)) {
      converse(port(log));
      end(server, log, LIST);
    } finally {
      server.destroyForcibly();
    }
  }

  private static void store() throws IOException, InterruptedException {
    List<String> jvm =
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + LIST,
            "-XX:SharedArchiveFile=" + ARCHIVE);
    Process storing = start(jvm);
    try (BufferedReader log = storing.inputReader(StandardCharsets.UTF_8)) {
      end(storing, log, ARCHIVE);
    } finally {
      storing.destroyForcibly();
    }
  }

  private static Process start(List<String> jvm, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : Files.readAllLines(OPTIONS)) {
      // The archive cannot be used and made in one run.
      boolean sharing = option.startsWith("-XX:SharedArchiveFile") || option.startsWith("-Xshare");
      if (option.startsWith("-") && !sharing) {
        command.add(option);
      }
    }
    command.addAll(jvm);
    // The archive is only good for this jar, which it finds by this path: absolute, so that a server
    // can be started from any folder.
    command.addAll(List.of("-jar", Path.of("target", "ostiary.jar").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("OSTIARY_"));
    Process process = builder.start();
    process.getOutputStream().close();
    Thread watchdog = new Thread(() -> killLate(process), "watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    return process;
  }

  private static void end(Process process, BufferedReader log, Path made)
      throws IOException, InterruptedException {
    List<String> said = log.lines().toList();
    if (process.waitFor() != 0 || !Files.exists(made)) {
      throw new IOException("the JVM did not make " + made + ": " + String.join("; ", said));
    }
  }

  private static int port(BufferedReader log) throws IOException {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
    }
    throw new IOException("the server did not start");
  }

  private static void converse(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(COMMANDS.getBytes(StandardCharsets.US_ASCII));
      InputStream replies = socket.getInputStream();
      replies.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void killLate(Process process) {
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
