package io.ostiary.gateway;

/**
 * A server behind. Immutable.
 *
 * @param host an address or a host name; empty in {@link #ANY}
 * @param port 0 in {@link #ANY}
 * @param primary whose replica it is read as; null if it is taken for a primary
 */
record Node(String host, int port, Node primary) {

  /** Where {@code upstream} leads: the only server, the master, or any of a cluster. */
  static final Node ANY = new Node("", 0);

  /** A primary. */
  Node(String host, int port) {
    this(host, port, null);
  }

  /** A replica of this one. */
  Node replica(String replicaHost, int replicaPort) {
    return new Node(replicaHost, replicaPort, this);
  }

  boolean isReplica() {
    return primary != null;
  }

  /** As Redis writes it: {@code host:port}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
