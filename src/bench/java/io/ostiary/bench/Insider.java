package io.ostiary.bench;

import java.util.concurrent.TimeUnit;

/** An admitted client that PINGs during another load. */
final class Insider implements AutoCloseable {

  /** The other load lasts so much longer than the PINGs, half before and half after. */
  private static final double MARGIN_SECONDS = 0.6;

  private final Stand stand;
  private final Server server;
  private final Load client;

  private Insider(Stand stand, Server server, Load client) {
    this.stand = stand;
    this.server = server;
    this.client = client;
  }

  /** Connects, and waits. */
  static Insider of(Stand stand, Server server) throws Exception {
    Load client =
        stand.load(server, "ping", "--hold", 60, "--seconds", stand.options().pieceSeconds());
    client.sample().faultless();
    return new Insider(stand, server, client);
  }

  /**
   * The result.
   *
   * @param pings its round trips
   * @param meanwhile the rate of the other load: too low, and the result means nothing
   */
  record Felt(Sample pings, double meanwhile) {}

  /** PINGs while a load of the given mode runs. */
  Felt pingDuring(String mode) throws Exception {
    double seconds = stand.options().pieceSeconds() + MARGIN_SECONDS;
    try (Load other = stand.load(server, mode, "--seconds", seconds)) {
      TimeUnit.MILLISECONDS.sleep((long) (MARGIN_SECONDS * 500));
      client.begin();
      Sample pings = client.sample().faultless();
      Sample meanwhile = other.sample().faultless();
      return new Felt(pings, meanwhile.get("done") / meanwhile.get("seconds"));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
