package io.ostiary;

import io.ostiary.listen.ListenException;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Settings;
import io.ostiary.settings.load.CommandLine;
import io.ostiary.settings.load.SettingsLoader;
import java.io.PrintStream;

/**
 * The server as a program: {@code java -jar ostiary.jar [FILE] [--DIRECTIVE VALUE ...]}, the way
 * redis-server is started. Ends with status 0 after SHUTDOWN, SIGTERM and SIGINT, with 1 when it
 * cannot start, with 70 when it can no longer serve.
 */
public final class Main {

  private static final int CANNOT_START = 1;

  private Main() {}

  /** Starts the server, or does what else the arguments ask for. */
  public static void main(String[] arguments) {
    needNoTemporaryFolder();
    try {
      run(CommandLine.parse(arguments), System.out);
    } catch (ConfigurationException | ListenException e) {
      // For the one who starts it: what is wrong and what would be right, and no stack trace.
      System.err.println("ostiary: " + e.getMessage());
      System.exit(CANNOT_START);
    } catch (RuntimeException | Error e) {
      // Without the exit, the event loops would keep a process alive that does not serve.
      System.err.println("ostiary: cannot start, by a mistake of its own:");
      e.printStackTrace();
      System.exit(CANNOT_START);
    }
  }

  // Vert.x would make a folder there for files of the class path, which nothing here asks for.
  private static void needNoTemporaryFolder() {
    System.getProperties().putIfAbsent("vertx.disableFileCPResolving", "true");
    System.getProperties().putIfAbsent("vertx.disableFileCaching", "true");
  }

  private static void run(CommandLine commandLine, PrintStream out) {
    switch (commandLine.mode()) {
      case HELP -> out.print(CommandLine.help());
      case VERSION -> out.println("ostiary " + Version.text());
      case CHECK -> {
        Settings settings = load(commandLine);
        SharedServer.check(settings);
        settings.notices().forEach(out::println);
        out.println("OK");
      }
      case SERVE -> new ServerProcess(ListenerVerticle::new).serve(() -> load(commandLine));
    }
  }

  private static Settings load(CommandLine commandLine) {
    return SettingsLoader.load(commandLine.file(), commandLine.directives());
  }
}
