package io.ostiary.client;

import io.ostiary.net.PeerAddress;
import io.ostiary.resp.Reply;
import java.util.Optional;

/**
 * One connection, as a command's handler and an embedding program see it. Everything here may be
 * called from any thread; what it answers is a moment old at most.
 */
public interface Client {

  /** A number of its own, never given to another client of this server. */
  long id();

  /** The peer's end of the connection. */
  PeerAddress address();

  /** The end that the peer connected to. */
  PeerAddress localAddress();

  /** When it was admitted, in milliseconds since the epoch. */
  long createdMillis();

  /** The name it gave itself ({@code CLIENT SETNAME}); empty without one. */
  String name();

  /** The user it acts as. */
  String user();

  /** Whether it has logged in, or was admitted when no password was in force. */
  boolean isAuthenticated();

  /** The database it selected, 0 at first. */
  int database();

  /** The protocol it speaks, 2 or 3. */
  int respVersion();

  /** Whether it is being closed; it runs no further command then. */
  boolean isClosing();

  /** What was last {@link #put} under this key; empty if nothing was. */
  <T> Optional<T> get(ClientKey<T> key);

  /**
   * Keeps a value for as long as the client is connected, and where {@code onClose} looks at it.
   *
   * @param value not null
   */
  <T> void put(ClientKey<T> key, T value);

  /** Forgets what was kept under this key. */
  void remove(ClientKey<?> key);

  /**
   * Sends a message that the client did not ask for, behind the replies that have left. A client
   * that is closing gets it no more. One that takes its messages too slowly is closed ({@link
   * CloseReason#OUTPUT_BUFFER_LIMIT}) instead of holding more and more memory: with 32 MB that it
   * has not taken, or with as much on its way to its event loop, where the shortest message counts
   * for about 150 bytes.
   *
   * @param message any reply but a late one; {@link Reply#push} is the form that RESP3 clients tell
   *     from replies
   */
  void push(Reply message);

  /**
   * Closes it. A command that closes its own client is still answered; commands that were pipelined
   * behind it do not run. Does nothing to a client that has left.
   */
  void close();
}
