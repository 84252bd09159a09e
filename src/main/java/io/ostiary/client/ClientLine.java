package io.ostiary.client;

/**
 * One client as a line of CLIENT LIST: Redis 7.2's fields in its order, then the three that later
 * versions and Valkey append. Fields of what this server does not have (subscriptions,
 * transactions) stand at the value Redis shows for a client that does not use them.
 */
public final class ClientLine {

  private ClientLine() {}

  /** The line without its line feed. */
  public static String of(Client client, long nowMillis) {
    StringBuilder line = new StringBuilder(320);
    append(line, client, nowMillis);
    return line.toString();
  }

  /** Appends the line without its line feed. */
  public static void append(StringBuilder line, Client client, long nowMillis) {
    Traffic traffic = client.traffic();
    line.append("id=").append(client.id());
    line.append(" addr=").append(client.origin().remote());
    line.append(" laddr=").append(client.origin().local());
    line.append(" fd=").append(client.origin().descriptor());
    line.append(" name=").append(client.name());
    line.append(" age=").append(seconds(nowMillis - client.createdMillis()));
    line.append(" idle=").append(seconds(nowMillis - traffic.lastActiveMillis()));
    line.append(" flags=").append(flags(client));
    line.append(" db=").append(client.database());
    line.append(" sub=0 psub=0 ssub=0 multi=-1");
    buffers(line, traffic);
    line.append(" events=r cmd=").append(traffic.lastCommand());
    line.append(" user=").append(client.user());
    line.append(" redir=-1 resp=").append(client.respVersion());
    line.append(" lib-name=").append(client.libraryName());
    line.append(" lib-ver=").append(client.libraryVersion());
    line.append(" tot-net-in=").append(traffic.bytesIn());
    line.append(" tot-net-out=").append(traffic.bytesOut());
    line.append(" tot-cmds=").append(traffic.commands());
  }

  private static void buffers(StringBuilder line, Traffic traffic) {
    long query = traffic.queryBytes();
    long queryFree = traffic.queryFreeBytes();
    long output = traffic.outputBytes();
    line.append(" qbuf=").append(query).append(" qbuf-free=").append(queryFree);
    line.append(" argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=").append(output > 0 ? 1 : 0);
    line.append(" omem=").append(output);
    line.append(" tot-mem=").append(query + queryFree + output);
  }

  private static String flags(Client client) {
    String flags = "";
    if (client.isLeaving()) {
      flags += "c";
    }
    if (client.isExemptFromEviction()) {
      flags += "e";
    }
    return flags.isEmpty() ? "N" : flags;
  }

  // A clock that is set back must not show a negative age.
  private static long seconds(long millis) {
    return Math.max(0, millis / 1000);
  }
}
