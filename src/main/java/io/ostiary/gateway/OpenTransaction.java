package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;

/** Whether a transaction is open on a pinned connection, by what was sent. On its event loop. */
final class OpenTransaction {

  private static final int NOTHING = -1;

  private boolean open;
  private int begun; // how many so far
  private int selected = NOTHING; // the database, if it selects one

  boolean isOpen() {
    return open;
  }

  /** MULTI was sent; which one it is, for {@link #isRefused}. */
  int begin() {
    open = true;
    return ++begun;
  }

  /** That MULTI was refused. */
  void isRefused(int which) {
    if (which == begun) {
      end();
    }
  }

  /** A request is queued in it. */
  void queued(ByteBuf request, BackendRow row, int databases) {
    if (row.name().equals("select")) {
      int database = Wire.database(request);
      selected = database >= 0 && database < databases ? database : selected;
    }
  }

  /** Whether a request ends one that selects a database: only its reply tells if so. */
  boolean selectsBy(BackendRow row) {
    return open && selected != NOTHING && row.treatment() == Treatment.EXEC;
  }

  /** The database that it selects. */
  int selected() {
    return selected;
  }

  void end() {
    open = false;
    selected = NOTHING;
  }
}
