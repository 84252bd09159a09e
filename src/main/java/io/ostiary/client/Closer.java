package io.ostiary.client;

/** Sees one client out. Safe from any thread; a client that is leaving already stays so. */
@FunctionalInterface
public interface Closer {

  /** Begins the close, on the client's own event loop. */
  void close(CloseReason reason);
}
