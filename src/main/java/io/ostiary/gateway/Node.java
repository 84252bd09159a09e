package io.ostiary.gateway;

/**
 * A server behind. Immutable.
 *
 * @param host an address or a host name; empty in {@link #ANY}
 * @param port 0 in {@link #ANY}
 */
record Node(String host, int port) {

  /** Where {@code upstream} leads: the only server, the master, or any of a cluster. */
  static final Node ANY = new Node("", 0);

  /** As Redis writes it: {@code host:port}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
