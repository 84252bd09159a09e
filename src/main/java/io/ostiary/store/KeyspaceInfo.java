package io.ostiary.store;

import io.ostiary.command.InfoLines;

/** INFO's keyspace section. Any thread. */
public final class KeyspaceInfo {

  private final Store store;

  public KeyspaceInfo(Store store) {
    this.store = store;
  }

  /**
   * One line with its CRLF for each database that is not empty. The counts include expired keys
   * that are not removed yet.
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
