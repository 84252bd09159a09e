package io.ostiary.gateway;

/** A connection's line in CLIENT UPSTREAMS. */
final class UpstreamLine {

  private UpstreamLine() {}

  /** On the connection's event loop, by the clock of that. */
  static String of(UpstreamConnection connection, long nowMillis) {
    Pin pin = connection.pin();
    String use = connection.isShared() ? "shared" : pin == null ? "resting" : "pinned";
    UpstreamKind kind = connection.kind();
    StringBuilder line = new StringBuilder();
    line.append("id=").append(connection.id());
    line.append(" addr=").append(connection.server().destination());
    line.append(" use=").append(use);
    if (pin != null) {
      line.append(" client=").append(pin.clientId());
      line.append(" pin=").append(pin.reason().text());
    }
    line.append(" lane=").append(connection.isSlow() ? "slow" : "fast");
    line.append(" role=").append(kind.node().isReplica() ? "replica" : "primary");
    line.append(" db=").append(kind.database());
    line.append(" resp=").append(kind.respVersion());
    line.append(" user=").append(kind.identity());
    line.append(" state=").append(connection.link());
    line.append(" due=").append(connection.exchange().size());
    line.append(" waiting-bytes=").append(connection.exchange().bytes());
    line.append(" idle=").append(connection.idleMillis(nowMillis) / 1000);
    return line.toString();
  }
}
