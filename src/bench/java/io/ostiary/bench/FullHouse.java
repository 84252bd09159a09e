package io.ostiary.bench;

import java.util.concurrent.TimeUnit;

/** Fills a server up to maxclients, less a number of free places. */
final class FullHouse implements AutoCloseable {

  private static final int PLACES = 50;
  private static final int USUAL_PLACES = 10_000;

  private final Server server;
  private final Load holder;

  private FullHouse(Server server, Load holder) {
    this.server = server;
    this.holder = holder;
  }

  static FullHouse of(Stand stand, Server server, int placesLeft) throws Exception {
    // Clients that were just closed may still be in the server's table.
    TimeUnit.MILLISECONDS.sleep(200);
    server.setMaxClients(PLACES);
    Load holder = stand.load(server, "idle", "--clients", PLACES - placesLeft);
    FullHouse house = new FullHouse(server, holder);
    try {
      holder.sample().faultless();
      return house;
    } catch (Exception e) {
      house.close();
      throw e;
    }
  }

  @Override
  public void close() throws Exception {
    holder.close();
    TimeUnit.MILLISECONDS.sleep(200);
    server.setMaxClients(USUAL_PLACES);
  }
}
