package io.ostiary.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that cannot be started on one that the system chooses. */
public final class FreePort {

  // Outside of what the kernel gives to clients, or one could take it before the server does.
  private static final int LOWEST = 10_000;
  private static final int BEHIND_HIGHEST = 32_768;

  private FreePort() {}

  /** A port on which nothing listens now, drawn by lot: others may look for one at this moment. */
  public static int find() {
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(LOWEST, BEHIND_HIGHEST);
    } while (!isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
