package io.ostiary.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * What this server has counted since it began or since CONFIG RESETSTAT. Shared by all event loops
 * and safe; adding takes no lock.
 */
public final class Stats {

  private final LongAdder connectionsReceived = new LongAdder();
  private final LongAdder connectionsRejected = new LongAdder();
  private final LongAdder commandsProcessed = new LongAdder();
  private final LongAdder errorReplies = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder queryBufferDisconnections = new LongAdder();
  private final Rate commandRate = new Rate();
  private final Rate inputRate = new Rate();
  private final Rate outputRate = new Rate();

  /** A connection was admitted. */
  public void connectionReceived() {
    connectionsReceived.increment();
  }

  /** A connection was turned away at the door. */
  public void connectionRejected() {
    connectionsRejected.increment();
  }

  /** A client was closed for holding more than {@code client-query-buffer-limit}. */
  public void queryBufferDisconnection() {
    queryBufferDisconnections.increment();
  }

  /** A read was served. */
  public void read(int bytes) {
    reads.increment();
    bytesIn.add(bytes);
  }

  /** So many commands ran. */
  public void ran(int commands) {
    commandsProcessed.add(commands);
  }

  /** Replies were handed to a socket. */
  public void wrote(int bytes) {
    writes.increment();
    bytesOut.add(bytes);
  }

  /** A command was answered with an error. */
  public void errorReply() {
    errorReplies.increment();
  }

  /** Takes a sample for the instantaneous figures; called a few times a second by one thread. */
  public void sample(long nowMillis) {
    commandRate.sample(commandsProcessed.sum(), nowMillis);
    inputRate.sample(bytesIn.sum(), nowMillis);
    outputRate.sample(bytesOut.sum(), nowMillis);
  }

  /** Sets every counter to zero: CONFIG RESETSTAT. */
  public void reset() {
    connectionsReceived.reset();
    connectionsRejected.reset();
    commandsProcessed.reset();
    errorReplies.reset();
    bytesIn.reset();
    bytesOut.reset();
    reads.reset();
    writes.reset();
    queryBufferDisconnections.reset();
    commandRate.reset();
    inputRate.reset();
    outputRate.reset();
  }

  /** The lines of INFO's Stats section, {@code field:value} each with its CRLF. */
  public String info() {
    StringBuilder info = new StringBuilder(512);
    line(info, "total_connections_received", connectionsReceived.sum());
    line(info, "total_commands_processed", commandsProcessed.sum());
    line(info, "instantaneous_ops_per_sec", Math.round(commandRate.perSecond()));
    line(info, "total_net_input_bytes", bytesIn.sum());
    line(info, "total_net_output_bytes", bytesOut.sum());
    kilobytes(info, "instantaneous_input_kbps", inputRate);
    kilobytes(info, "instantaneous_output_kbps", outputRate);
    line(info, "rejected_connections", connectionsRejected.sum());
    line(info, "total_error_replies", errorReplies.sum());
    line(info, "total_reads_processed", reads.sum());
    line(info, "total_writes_processed", writes.sum());
    line(info, "client_query_buffer_limit_disconnections", queryBufferDisconnections.sum());
    return info.toString();
  }

  private static void line(StringBuilder info, String field, long value) {
    info.append(field).append(':').append(value).append("\r\n");
  }

  private static void kilobytes(StringBuilder info, String field, Rate rate) {
    long hundredths = Math.round(rate.perSecond() * 100 / 1024);
    info.append(field).append(':').append(hundredths / 100).append('.');
    info.append(hundredths % 100 < 10 ? "0" : "").append(hundredths % 100).append("\r\n");
  }
}
