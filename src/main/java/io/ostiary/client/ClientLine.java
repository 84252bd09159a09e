package io.ostiary.client;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A client as a line of CLIENT LIST: Redis 7.2's fields in its order, then the three that later
 * versions and Valkey append. Fields of what this server does not have (subscriptions,
 * transactions) stand at the value Redis shows for a client that does not use them.
 */
public final class ClientLine {

  /** What most lines fit in; where one does not, the buffer grows. */
  private static final int USUAL_BYTES = 384;

  private ClientLine() {}

  /** Appends a line for each of these clients, with its line feed, in their order. Any thread. */
  public static void write(List<Client> clients, long nowMillis, ByteBuf out) {
    out.ensureWritable(clients.size() * USUAL_BYTES);
    LineBuffer line = new LineBuffer(USUAL_BYTES);
    for (Client client : clients) {
      line.clear();
      append(line, client, nowMillis);
      line.add('\n').writeTo(out);
    }
  }

  private static void append(LineBuffer line, Client client, long nowMillis) {
    Activity traffic = client.traffic();
    line.add("id=").add(client.id());
    line.add(" addr=").add(client.addresses().remote());
    line.add(" laddr=").add(client.addresses().local());
    line.add(" fd=").add(client.addresses().descriptor());
    line.add(" name=").add(client.name());
    line.add(" age=").add(seconds(nowMillis - client.createdMillis()));
    line.add(" idle=").add(seconds(nowMillis - traffic.lastActiveMillis()));
    flags(line.add(" flags="), client);
    line.add(" db=").add(client.database());
    line.add(" sub=0 psub=0 ssub=0 multi=-1");
    buffers(line, traffic);
    line.add(" events=r cmd=").add(traffic.lastCommand());
    line.add(" user=").add(client.user());
    line.add(" redir=-1 resp=").add(client.respVersion());
    line.add(" lib-name=").add(client.libraryName());
    line.add(" lib-ver=").add(client.libraryVersion());
    line.add(" tot-net-in=").add(traffic.bytesIn());
    line.add(" tot-net-out=").add(traffic.bytesOut());
    line.add(" tot-cmds=").add(traffic.commands());
  }

  private static void buffers(LineBuffer line, Activity traffic) {
    long query = traffic.queryBytes();
    long queryFree = traffic.queryFreeBytes();
    long output = traffic.outputBytes();
    line.add(" qbuf=").add(query).add(" qbuf-free=").add(queryFree);
    line.add(" argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=").add(output > 0 ? 1 : 0);
    line.add(" omem=").add(output);
    line.add(" tot-mem=").add(query + queryFree + output);
  }

  private static void flags(LineBuffer line, Client client) {
    boolean leaving = client.isLeaving();
    boolean exempt = client.isExemptFromEviction();
    if (leaving) {
      line.add('c');
    }
    if (exempt) {
      line.add('e');
    }
    if (!leaving && !exempt) {
      line.add('N');
    }
  }

  // A clock that is set back must not show a negative age.
  private static long seconds(long millis) {
    return Math.max(0, millis / 1000);
  }
}
