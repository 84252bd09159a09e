package io.ostiary.bench;

import java.util.concurrent.TimeUnit;

/** A client already in, that PINGs while something else goes on. */
final class Insider implements AutoCloseable {

  /** Something goes on this much longer than the client PINGs, half before and half after. */
  private static final double MARGIN_SECONDS = 0.6;

  private final Stand stand;
  private final Server server;
  private final Load client;

  private Insider(Stand stand, Server server, Load client) {
    this.stand = stand;
    this.server = server;
    this.client = client;
  }

  /** Comes in, and waits. */
  static Insider of(Stand stand, Server server) throws Exception {
    Load client =
        stand.load(server, "ping", "--hold", 60, "--seconds", stand.options().pieceSeconds());
    client.sample().faultless();
    return new Insider(stand, server, client);
  }

  /**
   * What the client felt.
   *
   * @param pings its round trips
   * @param meanwhile how much else went on a second: little of it is no test
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
