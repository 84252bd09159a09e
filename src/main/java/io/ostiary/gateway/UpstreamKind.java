package io.ostiary.gateway;

/**
 * What clients must have in common to share a connection.
 *
 * @param node which server their commands are for
 * @param database which one it has selected
 * @param respVersion 2 or 3
 * @param identity whom the server behind takes it for
 */
record UpstreamKind(Node node, int database, int respVersion, Identity identity) {

  UpstreamKind inDatabase(int other) {
    return new UpstreamKind(node, other, respVersion, identity);
  }

  /** The same for another user. */
  UpstreamKind as(Identity other) {
    return new UpstreamKind(node, database, respVersion, other);
  }

  /** The same at another server. */
  UpstreamKind at(Node other) {
    return new UpstreamKind(other, database, respVersion, identity);
  }
}
