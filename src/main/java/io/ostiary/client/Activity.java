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
  private static final VarHandle ARGUMENT_BYTES = field("argumentBytes", int.class);
  private static final VarHandle REPLY_BUFFER_BYTES = field("replyBufferBytes", int.class);
  private static final VarHandle OUTPUT_BYTES = field("outputBytes", long.class);
  private static final VarHandle BLOCKED = field("blocked", boolean.class);
  private static final VarHandle LAST_COMMAND = field("lastCommand", String.class);

  // Through the handles only, but where the event loop reads what it wrote itself. Fields and not
  // an object each, as every idle client has these.
  private long lastActiveMillis;
  private long commands;
  private long bytesIn;
  private long bytesOut;
  private int queryBytes;
  private int queryFreeBytes;
  private int argumentBytes;
  private int replyBufferBytes;
  private long outputBytes;
  private boolean blocked;
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

  /** Whether something has to happen before its next command runs. */
  public void blocked(boolean value) {
    BLOCKED.setOpaque(this, value);
  }

  /** Whether it waits for something before its next command runs. */
  public boolean isBlocked() {
    return (boolean) BLOCKED.getOpaque(this);
  }

  /** The command that has begun goes by this name. */
  public void named(String name) {
    LAST_COMMAND.setOpaque(this, name);
  }

  /**
   * What is held of the client's input, in bytes.
   *
   * @param query what waits to be understood, the request that runs now included
   * @param queryFree room beyond that
   * @param arguments the arguments of the request that runs now, 0 if none does
   */
  public void input(int query, int queryFree, int arguments) {
    QUERY_BYTES.setOpaque(this, query);
    QUERY_FREE_BYTES.setOpaque(this, queryFree);
    ARGUMENT_BYTES.setOpaque(this, arguments);
  }

  /**
   * What is held of the client's output, in bytes.
   *
   * @param replyBuffer the buffer that replies gather in, 0 if it has none
   * @param pending what the peer has not taken yet
   */
  public void output(int replyBuffer, long pending) {
    REPLY_BUFFER_BYTES.setOpaque(this, replyBuffer);
    OUTPUT_BYTES.setOpaque(this, pending);
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

  int argumentBytes() {
    return (int) ARGUMENT_BYTES.getOpaque(this);
  }

  int replyBufferBytes() {
    return (int) REPLY_BUFFER_BYTES.getOpaque(this);
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
