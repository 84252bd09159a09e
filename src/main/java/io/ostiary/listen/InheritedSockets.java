package io.ostiary.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Listening sockets that whoever started this process has opened for it, as systemd does for a unit
 * with a .socket (sd_listen_fds(3)). Reads files of the kernel's: on a worker only.
 */
final class InheritedSockets {

  /** How {@code bind} writes one. */
  static final String PREFIX = "fd@";

  /** The number of the first one; systemd and all that do as it does begin there. */
  private static final int FIRST = 3;

  private static final Pattern FLAGS = Pattern.compile("(?m)^flags:\\s*([0-7]+)$");

  /** O_NONBLOCK, for Linux on the processors that we run on. */
  private static final int NONBLOCK = 04000;

  private final Map<String, String> environment;
  private final long pid;

  InheritedSockets(Map<String, String> environment, long pid) {
    this.environment = environment;
    this.pid = pid;
  }

  static InheritedSockets ofThisProcess() {
    return new InheritedSockets(System.getenv(), ProcessHandle.current().pid());
  }

  /**
   * The descriptor of {@code fd@N}, when it is one that was handed over and can be waited for.
   *
   * @throws ListenException if it is not
   */
  int descriptor(String word) {
    int descriptor = number(word);
    String count = environment.getOrDefault("LISTEN_FDS", "");
    if (!environment.getOrDefault("LISTEN_PID", "").equals(String.valueOf(pid))
        || !count.matches("[0-9]{1,6}")) {
      throw refused(
          word,
          "no socket was handed over to this process (LISTEN_PID and LISTEN_FDS do not say so);"
              + " start it by a systemd unit with a .socket");
    }
    int last = FIRST + Integer.parseInt(count) - 1;
    if (descriptor < FIRST || descriptor > last) {
      throw refused(
          word, "LISTEN_FDS is " + count + ", so the sockets are fd@" + FIRST + " to fd@" + last);
    }
    requireSocket(word, descriptor);
    return descriptor;
  }

  private static int number(String word) {
    String digits = word.substring(PREFIX.length());
    if (!digits.matches("[0-9]{1,6}")) {
      throw refused(word, "a number follows fd@, for example: bind fd@3");
    }
    return Integer.parseInt(digits);
  }

  /** An accept on a blocking socket would stop an event loop whenever another one was faster. */
  private static void requireSocket(String word, int descriptor) {
    try {
      Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      if (!file.toString().startsWith("socket:")) {
        throw refused(word, "that descriptor is no socket");
      }
      String info = Files.readString(Path.of("/proc/self/fdinfo/" + descriptor));
      Matcher flags = FLAGS.matcher(info);
      if (!flags.find() || (Integer.parseInt(flags.group(1), 8) & NONBLOCK) == 0) {
        throw refused(
            word, "the socket blocks; with systemd, write NonBlocking=yes in the .service");
      }
    } catch (IOException e) {
      throw refused(word, "this process has no such descriptor");
    }
  }

  private static ListenException refused(String word, String reason) {
    return new ListenException("cannot listen on " + word + ": " + reason, null);
  }
}
