package io.ostiary;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.TransportChoice;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What event loops wait with: Linux's epoll or io_uring, or java.nio. */
final class Transports {

  /** What {@code auto} tries, in this order; the last one is always there. */
  private static final List<TransportChoice> PREFERRED =
      List.of(TransportChoice.EPOLL, TransportChoice.NIO);

  /** Whether Linux lets anybody use io_uring: 0 all, 1 a group, 2 nobody. */
  private static final Path IO_URING_DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

  private Transports() {}

  /**
   * The one that is asked for. Loads native libraries and may read a file of the kernel's.
   *
   * @throws ConfigurationException if it does not work here; the message says why
   */
  static Transport of(TransportChoice choice) {
    if (choice == TransportChoice.AUTO) {
      return PREFERRED.stream()
          .map(Transports::vertxs)
          .filter(Transports::works)
          .findFirst()
          .orElse(Transport.NIO);
    }
    Transport transport = vertxs(choice);
    if (!works(transport)) {
      String cause = transport == null ? "" : cause(transport.unavailabilityCause());
      throw new ConfigurationException(refusal(choice, cause, ioUringDisabled()));
    }
    return transport;
  }

  /** What this Vert.x waits with, in the words of INFO. */
  static String name(VertxInternal vertx) {
    String className = vertx.transport().getClass().getSimpleName();
    String name = className.replace("Transport", "").toLowerCase(Locale.ROOT);
    return name.equals("iouring") ? "io_uring" : name;
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
    String name = choice.name().toLowerCase(Locale.ROOT);
    return "cannot use transport "
        + name
        + ": "
        + reason(choice, cause, ioUringDisabled)
        + ", or use transport auto, which takes the best that works";
  }

  private static String reason(TransportChoice choice, String cause, String ioUringDisabled) {
    if (cause.isEmpty()) {
      return "its library is not on the class path; add it";
    }
    if (choice != TransportChoice.IO_URING) {
      return cause + "; it needs Linux and a folder for temporary files that programs may run from";
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
