package io.ostiary.client;

import io.ostiary.resp.Reply;

/** What a client can ask of its connection. Safe from any thread, except {@link #measure}. */
public interface ClientLink {

  /** Closes the connection of a client whose closing has begun, or begins anew. */
  void close(CloseReason reason);

  /** Sends a message that the client did not ask for. */
  void push(Reply message);

  /** Brings the figures of the client's {@link Activity} up to date. On its event loop. */
  void measure();
}
