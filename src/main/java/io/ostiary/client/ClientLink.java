package io.ostiary.client;

import io.netty.buffer.ByteBuf;

/** What a client can ask of its connection. Safe from any thread, except where a method says so. */
public interface ClientLink {

  /** Closes the connection of a client whose closing has begun, or begins anew. */
  void close(CloseReason reason);

  /** Runs an action on the client's event loop, after what runs there now. */
  void execute(Runnable action);

  /** Sends a message that the client did not ask for. */
  void push(ClientMessage message);

  /**
   * Passes on what a server behind this one has answered. On the client's event loop.
   *
   * @param bytes the caller's; from {@code from} to before {@code to} they are for this client
   * @param ended how many of the replies that it is owed end in them
   * @param whole whether the last one does
   */
  void forward(ByteBuf bytes, int from, int to, int ended, boolean whole);

  /**
   * How many replies {@link #forward} may be given at once: none of this server's own comes between
   * them. At least 1; on the client's event loop.
   */
  int mostForwarded();

  /**
   * Whether the peer takes what is forwarded to it, or else runs an action, once, when it does
   * again. On the client's event loop.
   */
  boolean isWritableOr(Runnable whenItIs);

  /** Brings the figures of the client's {@link Activity} up to date. On its event loop. */
  void measure();
}
