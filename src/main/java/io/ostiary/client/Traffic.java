package io.ostiary.client;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one client has done so far. Written by the client's event loop alone, read by anyone: a
 * reader may see a figure a moment old, never a torn one, and the writer pays for no fence.
 */
public final class Traffic {

  private static final int LAST_ACTIVE_MILLIS = 0;
  private static final int COMMANDS = 1;
  private static final int BYTES_IN = 2;
  private static final int BYTES_OUT = 3;
  private static final int QUERY_BYTES = 4;
  private static final int QUERY_FREE_BYTES = 5;
  private static final int OUTPUT_BYTES = 6;
  private static final int FIGURES = 7;

  private final AtomicLongArray figures = new AtomicLongArray(FIGURES);
  private final AtomicReference<String> lastCommand = new AtomicReference<>("NULL");

  Traffic(long nowMillis) {
    figures.setOpaque(LAST_ACTIVE_MILLIS, nowMillis);
  }

  /** Bytes arrived from the client. */
  public void received(int bytes, long nowMillis) {
    figures.setOpaque(LAST_ACTIVE_MILLIS, nowMillis);
    add(BYTES_IN, bytes);
  }

  /** Bytes were handed to the client's socket. */
  public void sent(int bytes) {
    add(BYTES_OUT, bytes);
  }

  /** A command begins; {@code name} is as in CLIENT LIST, {@code container|subcommand}. */
  public void began(String name) {
    lastCommand.setOpaque(name);
    add(COMMANDS, 1);
  }

  /** What the client's buffers hold at the end of a read, in bytes. */
  public void buffers(int query, int queryFree, long output) {
    figures.setOpaque(QUERY_BYTES, query);
    figures.setOpaque(QUERY_FREE_BYTES, queryFree);
    figures.setOpaque(OUTPUT_BYTES, output);
  }

  /** When the client last sent something, in milliseconds since the epoch. */
  public long lastActiveMillis() {
    return figures.getOpaque(LAST_ACTIVE_MILLIS);
  }

  /** Commands begun. */
  public long commands() {
    return figures.getOpaque(COMMANDS);
  }

  /** Bytes read from the client. */
  public long bytesIn() {
    return figures.getOpaque(BYTES_IN);
  }

  /** Bytes handed to the client's socket. */
  public long bytesOut() {
    return figures.getOpaque(BYTES_OUT);
  }

  /** The last command's name, {@code NULL} before the first. */
  public String lastCommand() {
    return lastCommand.getOpaque();
  }

  long queryBytes() {
    return figures.getOpaque(QUERY_BYTES);
  }

  long queryFreeBytes() {
    return figures.getOpaque(QUERY_FREE_BYTES);
  }

  long outputBytes() {
    return figures.getOpaque(OUTPUT_BYTES);
  }

  private void add(int figure, long delta) {
    figures.setOpaque(figure, figures.getOpaque(figure) + delta);
  }
}
