package io.ostiary.store;

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
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < store.databases(); i++) {
      Keyspace.Counts counts = store.database(i).counts();
      if (counts.keys() > 0) {
        lines.append("db").append(i);
        lines.append(":keys=").append(counts.keys());
        lines.append(",expires=").append(counts.expiring());
        lines.append(",avg_ttl=0\r\n");
      }
    }
    return lines.toString();
  }
}
