package io.ostiary.store;

import io.ostiary.command.InfoLines;

/** INFO's section on what the databases hold. Any thread. */
public final class KeyspaceInfo {

  private final Store store;

  /** The section on this store. */
  public KeyspaceInfo(Store store) {
    this.store = store;
  }

  /**
   * The lines of the section, each with its CRLF: one for each database that is not empty. Among
   * its keys may be some that have expired and are not cleared away yet.
   */
  public String lines() {
    InfoLines lines = new InfoLines();
    for (int i = 0; i < store.databases(); i++) {
      Keyspace.Counts counts = store.database(i).counts();
      if (counts.keys() > 0) {
        lines.add(
            "db" + i, "keys=" + counts.keys() + ",expires=" + counts.expiring() + ",avg_ttl=0");
      }
    }
    return lines.toString();
  }
}
