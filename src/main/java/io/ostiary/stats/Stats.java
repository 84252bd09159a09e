package io.ostiary.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What this server has counted since it began or since CONFIG RESETSTAT. Shared by all event loops
 * and safe; adding takes no lock.
 */
public final class Stats {

  // In INFO's order, which is that of the fields below.
  private final Map<String, Supplier<String>> rows = new LinkedHashMap<>();
  private final Map<String, LongAdder> counters = new LinkedHashMap<>();

  private final List<Runnable> resetToo = new CopyOnWriteArrayList<>();

  private final Rate commandRate = new Rate();
  private final Rate inputRate = new Rate();
  private final Rate outputRate = new Rate();

  private final LongAdder connectionsReceived = counter("total_connections_received");
  private final LongAdder commandsProcessed = counter("total_commands_processed");

  {
    rows.put("instantaneous_ops_per_sec", () -> Long.toString(Math.round(commandRate.perSecond())));
  }

  private final LongAdder bytesIn = counter("total_net_input_bytes");
  private final LongAdder bytesOut = counter("total_net_output_bytes");

  {
    rows.put("instantaneous_input_kbps", () -> kilobytes(inputRate));
    rows.put("instantaneous_output_kbps", () -> kilobytes(outputRate));
  }

  private final LongAdder connectionsRejected = counter("rejected_connections");
  private final LongAdder errorReplies = counter("total_error_replies");
  private final LongAdder reads = counter("total_reads_processed");
  private final LongAdder writes = counter("total_writes_processed");
  private final LongAdder queryBufferDisconnections =
      counter("client_query_buffer_limit_disconnections");
  private final TlsStats tls = new TlsStats(this::shownElsewhere);
  private final LongAdder deniedLogins = counter("acl_access_denied_auth");
  private final LongAdder deniedCommands = counter("acl_access_denied_cmd");
  private final LongAdder deniedKeys = counter("acl_access_denied_key");
  private final LongAdder deniedChannels = counter("acl_access_denied_channel");
  private final LongAdder deniedDatabases = counter("acl_access_denied_db");

  /** A connection was admitted. */
  public void connectionReceived() {
    connectionsReceived.increment();
  }

  /** How many connections were admitted. */
  public long connectionsReceived() {
    return connectionsReceived.sum();
  }

  /** A connection was refused at admission. */
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

  /** So many commands were answered with an error. */
  public void errorReplies(int count) {
    errorReplies.add(count);
  }

  /** What is counted of TLS, which INFO shows in a section of its own. */
  public TlsStats tls() {
    return tls;
  }

  /** A login was refused. */
  public void deniedLogin() {
    deniedLogins.increment();
  }

  /** A command was refused to a user who may not run it. */
  public void deniedCommand() {
    deniedCommands.increment();
  }

  /** A command was refused for one of its keys. */
  public void deniedKey() {
    deniedKeys.increment();
  }

  /** A command was refused for one of its channels. */
  public void deniedChannel() {
    deniedChannels.increment();
  }

  /** A command was refused for the database that it would use. */
  public void deniedDatabase() {
    deniedDatabases.increment();
  }

  /** Takes a sample for the instantaneous figures; called a few times a second by one thread. */
  public void sample(long nowMillis) {
    commandRate.sample(commandsProcessed.sum(), nowMillis);
    inputRate.sample(bytesIn.sum(), nowMillis);
    outputRate.sample(bytesOut.sum(), nowMillis);
  }

  /** Has something done when the counters are set to zero; before the server serves. */
  public void onReset(Runnable action) {
    resetToo.add(action);
  }

  /** Sets every counter to zero: CONFIG RESETSTAT. */
  public void reset() {
    resetToo.forEach(Runnable::run);
    counters.values().forEach(LongAdder::reset);
    commandRate.reset();
    inputRate.reset();
    outputRate.reset();
  }

  /** Every counter by its name in INFO; a copy. */
  public Map<String, Long> counters() {
    Map<String, Long> sums = new LinkedHashMap<>();
    counters.forEach((name, counter) -> sums.put(name, counter.sum()));
    return sums;
  }

  /** The lines of INFO's Stats section, {@code field:value} each with its CRLF. */
  public String info() {
    StringBuilder info = new StringBuilder(512);
    rows.forEach((name, value) -> info.append(name).append(':').append(value.get()).append("\r\n"));
    return info.toString();
  }

  private LongAdder counter(String name) {
    LongAdder counter = new LongAdder();
    counters.put(name, counter);
    rows.put(name, () -> Long.toString(counter.sum()));
    return counter;
  }

  private LongAdder shownElsewhere(String name) {
    LongAdder counter = new LongAdder();
    counters.put(name, counter);
    return counter;
  }

  private static String kilobytes(Rate rate) {
    long hundredths = Math.round(rate.perSecond() * 100 / 1024);
    String fraction = (hundredths % 100 < 10 ? "0" : "") + hundredths % 100;
    return hundredths / 100 + "." + fraction;
  }
}
