package io.ostiary.client;

/** Where a client stands; it only ever moves forward. */
public enum ClientState {
  /** Its requests are read and run. */
  SERVING,
  /** Nothing more of it is run; replies that are due may still leave. */
  CLOSING,
  /** Out of the table; everything it took was given back. */
  GONE
}
