package io.ostiary;

import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.util.Locale;

/** What event loops wait with: Linux's epoll or io_uring where they load, else java.nio. */
final class Transports {

  private Transports() {}

  /** The best that loads here. */
  static Transport best() {
    Transport natively = Transport.nativeTransport();
    return natively != null && natively.available() ? natively : Transport.NIO;
  }

  /** What this Vert.x waits with, in the words of INFO. */
  static String name(VertxInternal vertx) {
    String className = vertx.transport().getClass().getSimpleName();
    String name = className.replace("Transport", "").toLowerCase(Locale.ROOT);
    return name.equals("iouring") ? "io_uring" : name;
  }
}
