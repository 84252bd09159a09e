package io.ostiary;

import io.ostiary.settings.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a server needs beside Vert.x's launchers, which log a configuration that they cannot read
 * and go on without it, and of which {@code Launcher run} ends with status 0 when nothing could be
 * deployed. Only for a process whose command line is one of theirs and names {@link
 * ListenerVerticle}: how any other program ends is its own affair. Safe from any thread.
 */
final class VertxLauncher {

  /** What the launchers themselves end with when a verticle cannot be deployed. */
  private static final int CANNOT_DEPLOY = 15;

  private static final int LONGEST_CLOSE_SECONDS = 5;

  private static final List<String> LAUNCHERS =
      List.of("io.vertx.core.Launcher", "io.vertx.launcher.application.VertxApplication");

  private static final List<String> CONFIGURATION = List.of("-conf", "--conf");

  private final List<String> words;

  /**
   * Looks at a command line.
   *
   * @param words the command line of the process, options of the JVM among them
   */
  VertxLauncher(List<String> words) {
    this.words = words;
  }

  static VertxLauncher ofThisProcess() {
    return new VertxLauncher(
        ProcessHandle.current()
            .info()
            .arguments()
            .map(Arrays::asList)
            // One text, which cannot tell the spaces within a word from those between words.
            .orElseGet(() -> List.of(System.getProperty("sun.java.command", "").split(" ", -1))));
  }

  boolean runsListener() {
    return words.contains(ListenerVerticle.class.getName())
        && words.stream().anyMatch(LAUNCHERS::contains);
  }

  /**
   * Checks that the launcher could read what {@code -conf} gave it. May read a file.
   *
   * @param read the configuration that the launcher handed on
   * @return the same
   * @throws ConfigurationException if it could not
   */
  JsonObject checked(JsonObject read) {
    if (runsListener() && read.isEmpty()) {
      for (int i = 0; i < words.size(); i++) {
        checkWord(words.get(i), i + 1 < words.size() ? words.get(i + 1) : "");
      }
    }
    return read;
  }

  private static void checkWord(String word, String next) {
    for (String option : CONFIGURATION) {
      if (word.equals(option)) {
        checkValue(next);
      } else if (word.startsWith(option + "=")) {
        checkValue(word.substring(option.length() + 1));
      }
    }
  }

  // The text itself is not repeated: it may hold a password.
  private static void checkValue(String value) {
    boolean isText = value.strip().startsWith("{");
    if (isText && !isObject(value)) {
      throw new ConfigurationException(
          "bad configuration on the command line: -conf holds no valid JSON object");
    }
    if (!isText && !isReadable(value)) {
      throw new ConfigurationException(
          "bad configuration on the command line:\n  -conf "
              + value
              + "\nthere is no such file with a JSON object in it; -conf takes the path of one, or a"
              + " JSON object, for example: -conf '{\"port\": 6380}'");
    }
  }

  private static boolean isReadable(String file) {
    try {
      return isObject(Files.readString(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static boolean isObject(String json) {
    try {
      new JsonObject(json).size();
      return true;
    } catch (DecodeException e) {
      return false;
    }
  }

  /** Has the process end with a status that tells a failed deployment, when the launcher ends. */
  void endsAfterFailure(Vertx vertx) {
    if (runsListener()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx), "failed deployment"));
    }
  }

  private static void end(Vertx vertx) {
    try {
      // Closing is where Vert.x deletes its temporary files.
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // It ends all the same.
    } finally {
      Runtime.getRuntime().halt(CANNOT_DEPLOY);
    }
  }
}
