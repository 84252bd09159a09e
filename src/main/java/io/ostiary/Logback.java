package io.ostiary;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.LogLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * What {@link Logging} does where Logback is there. Redis's four levels are SLF4J's trace (debug),
 * debug (verbose), info (notice) and warn (warning).
 */
final class Logback {

  /** The parent of all loggers of Ostiary's. */
  static final String OURS = "io.ostiary";

  private Logback() {}

  static void level(LogLevel level) {
    context().getLogger(OURS).setLevel(toLogback(level));
  }

  /** Logs to this file, and nowhere else. Blocks while it is opened. */
  static void toFile(String file) {
    LoggerContext logback = context();
    Logger ours = logback.getLogger(OURS);
    if (ours.getAppender(file) != null) {
      return;
    }
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setName(file);
    appender.setContext(logback);
    appender.setEncoder(encoder(logback));
    appender.setOutputStream(open(file));
    appender.start();
    ours.detachAndStopAllAppenders();
    ours.setAdditive(false);
    ours.addAppender(appender);
  }

  /** What makes the lines of the log, for one appender. */
  static Encoder<ILoggingEvent> encoder(LoggerContext logback) {
    LogLine line = new LogLine();
    line.setContext(logback);
    line.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(logback);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(line);
    encoder.start();
    return encoder;
  }

  private static Level toLogback(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.TRACE;
      case VERBOSE -> Level.DEBUG;
      case NOTICE -> Level.INFO;
      case WARNING -> Level.WARN;
    };
  }

  private static OutputStream open(String file) {
    try {
      Path path = Path.of(file);
      // Says better than the stream itself why it cannot be opened.
      Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return new LogFile(path);
    } catch (IOException | InvalidPathException e) {
      throw new ConfigurationException(
          "cannot write the log to '"
              + file
              + "': "
              + reason(e)
              + "; logfile takes the path of a file that this user may write, or \"\" to log to"
              + " standard output");
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return failure.getMessage();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
