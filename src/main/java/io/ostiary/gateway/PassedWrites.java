package io.ostiary.gateway;

import io.ostiary.resp.Request;

/** Whether what is passed on may change data of the server behind. */
final class PassedWrites {

  private PassedWrites() {}

  /**
   * Judges a request; an EXEC by what is queued before it. On the client's event loop.
   *
   * @param row null where the server behind knows no such command
   * @param route of the client; null if none of its commands was passed on yet
   */
  static boolean mayWrite(Request request, BackendRow row, ClientRoute route) {
    if (row == null || row.treatment() != Treatment.EXEC) {
      return row == null || row.mayWrite(request);
    }
    return route != null && route.hasQueuedWrite();
  }
}
