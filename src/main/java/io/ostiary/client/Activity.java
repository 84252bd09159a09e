package io.ostiary.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one client has done so far. Written by the client's event loop alone, read by anyone: a
 * reader may see a figure a moment old, never a torn one, and the writer pays for no fence.
 */
@SuppressWarnings("UnusedVariable") // Some fields are read through their handles only.
public final class Activity {

  private static final VarHandle LAST_ACTIVE_MILLIS = field("lastActiveMillis", long.class);
  private static final VarHandle COMMANDS = field("commands", long.class);
  private static final VarHandle BYTES_IN = field("bytesIn", long.class);
  private static final VarHandle BYTES_OUT = field("bytesOut", long.class);
  private static final VarHandle QUERY_BYTES = field("queryBytes", int.class);
  private static final VarHandle QUERY_FREE_BYTES = field("queryFreeBytes", int.class);
  private static final VarHandle OUTPUT_BYTES = field("outputBytes", long.class);
  private static final VarHandle LAST_COMMAND = field("lastCommand", String.class);

  // Through the handles only, but where the event loop reads what it wrote itself. Fields and not
  // an object each, as every idle client has these.
  private long lastActiveMillis;
  private long commands;
  private long bytesIn;
  private long bytesOut;
  private int queryBytes;
  private int queryFreeBytes;
  private long outputBytes;
  private String lastCommand = "NULL";

  Activity(long nowMillis) {
    lastActiveMillis = nowMillis;
  }

  /** Bytes arrived from the client. */
  public void received(int bytes, long nowMillis) {
    LAST_ACTIVE_MILLIS.setOpaque(this, nowMillis);
    BYTES_IN.setOpaque(this, bytesIn + bytes);
  }

  /** Bytes were handed to the client's socket. */
  public void sent(int bytes) {
    BYTES_OUT.setOpaque(this, bytesOut + bytes);
  }

  /** A command begins; {@code name} is as in CLIENT LIST, {@code container|subcommand}. */
  public void began(String name) {
    LAST_COMMAND.setOpaque(this, name);
    COMMANDS.setOpaque(this, commands + 1);
  }

  /** What the client's buffers hold at the end of a read, in bytes. */
  public void buffers(int query, int queryFree, long output) {
    QUERY_BYTES.setOpaque(this, query);
    QUERY_FREE_BYTES.setOpaque(this, queryFree);
    OUTPUT_BYTES.setOpaque(this, output);
  }

  /** When the client last sent something, in milliseconds since the epoch. */
  public long lastActiveMillis() {
    return (long) LAST_ACTIVE_MILLIS.getOpaque(this);
  }

  /** Commands begun. */
  public long commands() {
    return (long) COMMANDS.getOpaque(this);
  }

  /** Bytes read from the client. */
  public long bytesIn() {
    return (long) BYTES_IN.getOpaque(this);
  }

  /** Bytes handed to the client's socket. */
  public long bytesOut() {
    return (long) BYTES_OUT.getOpaque(this);
  }

  /** The last command's name, {@code NULL} before the first. */
  public String lastCommand() {
    return (String) LAST_COMMAND.getOpaque(this);
  }

  int queryBytes() {
    return (int) QUERY_BYTES.getOpaque(this);
  }

  int queryFreeBytes() {
    return (int) QUERY_FREE_BYTES.getOpaque(this);
  }

  long outputBytes() {
    return (long) OUTPUT_BYTES.getOpaque(this);
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Activity.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
