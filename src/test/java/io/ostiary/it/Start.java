package io.ostiary.it;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the jar in its own process. */
final class Start {

  private static final Path JAR = Path.of(System.getProperty("ostiary.jar")).toAbsolutePath();

  // Classes from the build's archive halve the CPU time of a start. The log options: on a JVM that
  // cannot use it, nothing is said of that.
  private static final List<String> CLASS_ARCHIVE =
      List.of(
          "-XX:SharedArchiveFile=" + JAR.resolveSibling("ostiary.jsa"),
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off");

  private final List<String> program;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> jvm = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
  private final Map<String, String> environment = new HashMap<>();
  // Not the project's folder: its conf/ostiary.conf would be read.
  private Path directory = JAR.getParent();

  private Start(List<String> program) {
    this.program = program;
  }

  private Start withClassArchive() {
    jvm.addAll(CLASS_ARCHIVE);
    return this;
  }

  /** {@code java -jar ostiary.jar} with these arguments. */
  static Start jar(String... arguments) {
    return jarAt(JAR, arguments).withClassArchive();
  }

  /** The same with a copy of the jar. */
  static Start jarAt(Path jar, String... arguments) {
    List<String> program = new ArrayList<>(List.of("-jar", jar.toString()));
    program.addAll(List.of(arguments));
    return new Start(program);
  }

  /** The same on a port that the system chooses. */
  static Start onFreePort(String... arguments) {
    Start start = jar(arguments);
    start.program.addAll(List.of("--port", "-1"));
    return start;
  }

  /** Another main class of the jar. */
  static Start mainClass(String... classAndArguments) {
    List<String> program = new ArrayList<>(List.of("-cp", JAR.toString()));
    program.addAll(List.of(classAndArguments));
    return new Start(program).withClassArchive();
  }

  /** A main class of the tests with the classes of the jar, on a port that the system chooses. */
  static Start testClass(Path classes, String name) {
    String classPath = JAR + File.pathSeparator + classes;
    return new Start(new ArrayList<>(List.of("-cp", classPath, name)))
        .withClassArchive()
        .environment("OSTIARY_PORT", "-1")
        .environment("OSTIARY_BIND", "127.0.0.1");
  }

  /** Starts the JVM by a command that execs it, so that the pid is the JVM's. */
  Start under(String... command) {
    prefix.addAll(List.of(command));
    return this;
  }

  /** With this open-file limit. */
  Start withOpenFiles(int limit) {
    return under("sh", "-c", "ulimit -n " + limit + "; exec \"$@\"", "sh");
  }

  Start jvm(String... options) {
    jvm.addAll(List.of(options));
    return this;
  }

  Start environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Start in(Path folder) {
    directory = folder;
    return this;
  }

  OstiaryProcess start() {
    return until(started -> {});
  }

  OstiaryProcess untilReady() {
    return until(OstiaryProcess::awaitReady);
  }

  /** The same with a log file. */
  OstiaryProcess untilReadyIn(Path logfile) {
    return until(started -> started.awaitReadyIn(logfile));
  }

  OstiaryProcess untilAccepting(int port) {
    return until(started -> started.awaitAccepting(port));
  }

  private OstiaryProcess until(Consumer<OstiaryProcess> ready) {
    OstiaryProcess started = new OstiaryProcess(spawn());
    try {
      ready.accept(started);
    } catch (Throwable e) {
      started.close();
      throw e;
    }
    return started;
  }

  Ended untilEnd() {
    try (Spawned spawned = spawn()) {
      return spawned.end();
    }
  }

  private Spawned spawn() {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeIf(name -> name.startsWith("OSTIARY_"));
    builder.environment().putAll(environment);
    return Spawned.start(builder);
  }

  static Path jarFile() {
    return JAR;
  }
}
