package io.ostiary.listen;

import io.ostiary.settings.ListenerProfile;
import java.net.InetAddress;

/** What one listener is to listen on. Immutable. */
public sealed interface ListenerSpec {

  /** What it is besides its address. */
  ListenerProfile profile();

  /** How many connections the kernel keeps waiting for it. */
  int backlog();

  /** Whether it is TCP, and its bytes are RESP from the first on. */
  default boolean isPlainTcp() {
    return !(this instanceof Unix) && profile().isPlain();
  }

  /**
   * TCP at an address.
   *
   * @param port -1 for one that the system chooses
   */
  record Tcp(ListenerProfile profile, InetAddress address, Families families, int port, int backlog)
      implements ListenerSpec {

    Tcp withPort(int chosen) {
      return new Tcp(profile, address, families, chosen, backlog);
    }

    @Override
    public String toString() {
      return BindAddress.text(address, Math.max(0, port));
    }
  }

  /**
   * TCP on a listening socket that this process was started with.
   *
   * @param descriptor its number
   */
  record Inherited(ListenerProfile profile, int descriptor, int backlog) implements ListenerSpec {

    @Override
    public String toString() {
      return InheritedSockets.PREFIX + descriptor;
    }
  }

  /**
   * A unix socket.
   *
   * @param path where its file is, as it was configured
   * @param permissions the file's mode, such as 0700; 0 leaves what the process's umask gives
   * @param group the file's group by name; empty leaves the process's
   */
  record Unix(ListenerProfile profile, String path, int permissions, String group, int backlog)
      implements ListenerSpec {

    @Override
    public String toString() {
      return path;
    }
  }

  /** Peers of which address families a TCP listener admits. */
  enum Families {
    /** Whatever arrives: the kernel keeps the families apart, or the address is of one anyway. */
    AS_BOUND,
    /** IPv4 only, on a socket that the kernel opens for both. */
    IPV4,
    /** IPv6 only, on a socket that the kernel opens for both. */
    IPV6,
    /** Both, on one socket that stands for 0.0.0.0 and for ::. */
    BOTH
  }
}
