package io.ostiary;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import org.slf4j.Logger;

/**
 * How the runnable jar logs, unless Logback finds a configuration elsewhere: to standard output,
 * warnings of the libraries and what the directive {@code loglevel} says of Ostiary. Only that jar
 * names this class to Logback. Logback makes one and uses it once, with the first logger.
 *
 * <p>In place of a {@code logback.xml}, since an XML parser is much to load for ten lines.
 */
public final class ServerLog extends ContextAwareBase implements Configurator {

  /** Made by Logback. */
  public ServerLog() {}

  @Override
  public ExecutionStatus configure(LoggerContext logback) {
    if (isConfiguredOtherwise()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    // Logback's report about itself would otherwise come before the server's first line.
    logback.getStatusManager().add(new NopStatusListener());
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setName("console");
    console.setContext(logback);
    console.setEncoder(Logback.encoder(logback));
    console.start();
    ch.qos.logback.classic.Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    logback.getLogger(Logback.OURS).setLevel(Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static boolean isConfiguredOtherwise() {
    ClassLoader loader = ServerLog.class.getClassLoader();
    return System.getProperty("logback.configurationFile") != null
        || loader.getResource("logback-test.xml") != null
        || loader.getResource("logback.xml") != null;
  }
}
