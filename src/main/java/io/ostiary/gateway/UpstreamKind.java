package io.ostiary.gateway;

/**
 * What clients must have in common to share a connection.
 *
 * @param database which one it has selected
 * @param respVersion 2 or 3
 * @param identity whom the server behind takes it for
 */
record UpstreamKind(int database, int respVersion, Identity identity) {

  UpstreamKind inDatabase(int other) {
    return new UpstreamKind(other, respVersion, identity);
  }
}
