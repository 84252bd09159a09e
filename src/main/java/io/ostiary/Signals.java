package io.ostiary;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals do beyond what the JVM does with them. */
final class Signals {

  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Ignores SIGHUP, as redis-server does: the end of the terminal session that started a server is
   * not the server's. Without effect where there is no such signal, or the JVM leaves signals alone
   * ({@code -Xrs}).
   */
  static void ignoreHangUp() {
    try {
      // By reflection: the compiler warns of every use of this class, and has no switch for that.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
      Object ignore = handler.getField("SIG_IGN").get(null);
      signal.getMethod("handle", signal, handler).invoke(null, hangUp, ignore);
    } catch (ReflectiveOperationException e) {
      log.debug("SIGHUP ends this process", e);
    }
  }
}
