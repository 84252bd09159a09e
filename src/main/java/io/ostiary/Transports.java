package io.ostiary;

import io.netty.util.concurrent.EventExecutor;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.TransportChoice;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What event loops wait with: Linux's epoll or io_uring, or java.nio. */
final class Transports {

  private static final Logger log = LoggerFactory.getLogger(Transports.class);

  private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

  /**
   * What {@code auto} tries, in this order; the last one is always there. Not io_uring: its library
   * can keep a peer that resets for ever, and lose replies to one that has shut its output.
   */
  private static final List<TransportChoice> PREFERRED =
      List.of(TransportChoice.EPOLL, TransportChoice.NIO);

  /** Which processes Linux lets use io_uring: 0 all, 1 those of a group, 2 none. */
  private static final Path IO_URING_DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

  private Transports() {}

  /**
   * The one that is asked for. Loads native libraries and may read a file of the kernel's.
   *
   * @throws ConfigurationException if it does not work here; the message says why
   */
  static Transport of(TransportChoice choice) {
    if (choice == TransportChoice.AUTO) {
      return best();
    }
    Transport transport = vertxs(choice);
    if (!works(transport)) {
      String cause = transport == null ? "" : cause(transport.unavailabilityCause());
      throw new ConfigurationException(refusal(choice, cause, ioUringDisabled()));
    }
    return transport;
  }

  private static Transport best() {
    for (TransportChoice preferred : PREFERRED) {
      Transport transport = vertxs(preferred);
      if (works(transport)) {
        return transport;
      }
      if (transport != null && IS_LINUX) {
        log.warn("{}", fallback(preferred, cause(transport.unavailabilityCause())));
      }
    }
    return Transport.NIO;
  }

  /** What the log says of a transport that would be better and does not work here. */
  static String fallback(TransportChoice choice, String cause) {
    return "Cannot use transport "
        + name(choice)
        + ", so the event loops wait with java.nio, where a connection costs more: "
        + reason(choice, cause, "");
  }

  private static String name(TransportChoice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** What this Vert.x waits with, in the words of INFO. */
  static String name(VertxInternal vertx) {
    String className = vertx.transport().getClass().getSimpleName();
    String name = className.replace("Transport", "").toLowerCase(Locale.ROOT);
    return name.equals("iouring") ? "io_uring" : name;
  }

  /**
   * The threads that wait for this Vert.x: those that serve, and the one that NetServers accept on.
   */
  static List<EventExecutor> loops(Vertx vertx) {
    VertxInternal internal = (VertxInternal) vertx;
    List<EventExecutor> loops = new ArrayList<>();
    internal.nettyEventLoopGroup().forEach(loops::add);
    internal.acceptorEventLoopGroup().forEach(loops::add);
    return loops;
  }

  /** What to change where a Vert.x that was made elsewhere waits with less than it could. */
  static Optional<String> advice(VertxInternal vertx) {
    return name(vertx).equals("nio") && works(Transport.EPOLL)
        ? Optional.of(
            "This Vert.x waits with java.nio, and epoll works here, where a connection costs about"
                + " half: make it with new VertxOptions().setPreferNativeTransport(true), or start"
                + " vertx run with -options '{\"preferNativeTransport\":true}'")
        : Optional.empty();
  }

  /** Null if its classes are not there. */
  private static Transport vertxs(TransportChoice choice) {
    return switch (choice) {
      case EPOLL -> Transport.EPOLL;
      case IO_URING -> Transport.IO_URING;
      case NIO, AUTO -> Transport.NIO;
    };
  }

  private static boolean works(Transport transport) {
    return transport != null && transport.available();
  }

  /**
   * Why a transport is not to be had, and what would be right.
   *
   * @param cause what its library said; empty if the library is not there
   * @param ioUringDisabled the kernel's {@code kernel.io_uring_disabled}; empty if it has none
   */
  static String refusal(TransportChoice choice, String cause, String ioUringDisabled) {
    return "cannot use transport "
        + name(choice)
        + ": "
        + reason(choice, cause, ioUringDisabled)
        + ", or use transport auto, which takes the best that works";
  }

  private static String reason(TransportChoice choice, String cause, String ioUringDisabled) {
    if (cause.isEmpty()) {
      return "its library is not on the class path; add it";
    }
    if (choice != TransportChoice.IO_URING) {
      return cause
          + "; it needs Linux, and a folder to unpack its library into that this user may write and"
          + " programs may run from: name one with -Dio.netty.native.workdir=FOLDER or"
          + " -Djava.io.tmpdir=FOLDER";
    }
    if (ioUringDisabled.equals("1") || ioUringDisabled.equals("2")) {
      return "the kernel forbids it (kernel.io_uring_disabled is "
          + ioUringDisabled
          + "); set that to 0";
    }
    if (cause.contains("Operation not permitted")) {
      return cause
          + "; containers often forbid it: allow the system calls io_uring_setup, io_uring_enter"
          + " and io_uring_register in the seccomp profile";
    }
    if (cause.contains("memlock")) {
      return cause + "; raise that limit";
    }
    return cause + "; it needs a Linux kernel with io_uring";
  }

  private static String cause(Throwable failure) {
    if (failure == null) {
      return "it does not load";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static String ioUringDisabled() {
    try {
      return Files.exists(IO_URING_DISABLED) ? Files.readString(IO_URING_DISABLED).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
