package io.ostiary.admission;

/** What is known of a connection before a byte of it is read. Immutable. */
public final class Arrival {

  /** Somebody behind a unix socket. */
  public static final Arrival UNIX_SOCKET = new Arrival(true);

  private final boolean local;

  private Arrival(boolean local) {
    this.local = local;
  }

  /**
   * Somebody with an internet address.
   *
   * @param address its 4 or 16 bytes in network order, none if the system cannot tell any more
   */
  public static Arrival of(byte[] address) {
    return new Arrival(isLoopback(address));
  }

  /**
   * Whether the peer sits on this machine: on the loopback interface (127.0.0.0/8, also mapped into
   * IPv6, and ::1) or behind a unix socket. Anything unknown counts as foreign: the door must not
   * open by mistake.
   */
  public boolean isLocal() {
    return local;
  }

  private static boolean isLoopback(byte[] address) {
    if (address.length == 4) {
      return address[0] == 127;
    }
    if (address.length != 16 || !isZero(address, 0, 10)) {
      return false;
    }
    boolean mapped = address[10] == -1 && address[11] == -1;
    return mapped ? address[12] == 127 : isZero(address, 10, 15) && address[15] == 1;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
