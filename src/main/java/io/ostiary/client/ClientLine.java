package io.ostiary.client;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A client as a line of CLIENT LIST: Redis 7.2's fields in its order, then the three that later
 * versions and Valkey append. Fields of what this server does not have (transactions) stand at the
 * value Redis shows for a client that does not use them.
 */
public final class ClientLine {

  /** What most lines fit in; where one does not, the buffer grows. */
  private static final int USUAL_BYTES = 384;

  /**
   * What a client takes beside its buffers: its objects here, in the session and in the transport.
   * By the growth of a process with 10,000 idle clients.
   */
  private static final int ROW_BYTES = 700;

  private ClientLine() {}

  /** Appends a line for each of these clients, with its line feed, in their order. Any thread. */
  public static void write(List<ConnectedClient> clients, long nowMillis, ByteBuf out) {
    out.ensureWritable(clients.size() * USUAL_BYTES);
    LineBuffer line = new LineBuffer(USUAL_BYTES);
    for (ConnectedClient client : clients) {
      line.clear();
      append(line, client, nowMillis);
      line.add('\n').writeTo(out);
    }
  }

  private static void append(LineBuffer line, ConnectedClient client, long nowMillis) {
    Activity activity = client.activity();
    line.add("id=").add(client.id());
    line.add(" addr=").add(client.address());
    line.add(" laddr=").add(client.localAddress());
    line.add(" fd=").add(client.descriptor());
    line.add(" name=").add(client.name());
    line.add(" age=").add(seconds(nowMillis - client.createdMillis()));
    line.add(" idle=").add(seconds(nowMillis - activity.lastActiveMillis()));
    flags(line.add(" flags="), client);
    line.add(" db=").add(client.database());
    SubscriptionCounts subscriptions = client.subscriptions();
    line.add(" sub=").add(subscriptions.channels());
    line.add(" psub=").add(subscriptions.patterns());
    line.add(" ssub=").add(subscriptions.shardChannels()).add(" multi=-1");
    buffers(line, activity);
    line.add(" events=r cmd=").add(activity.lastCommand());
    line.add(" user=").addText(client.user());
    line.add(" redir=-1 resp=").add(client.respVersion());
    line.add(" lib-name=").add(client.library().name());
    line.add(" lib-ver=").add(client.library().version());
    line.add(" tot-net-in=").add(activity.bytesIn());
    line.add(" tot-net-out=").add(activity.bytesOut());
    line.add(" tot-cmds=").add(activity.commands());
    line.add(" listener=").add(client.listener().name());
    if (client.proxy().isPresent()) {
      line.add(" proxy=").add(client.proxy().get());
    }
    upstream(line, client.upstream());
  }

  private static void upstream(LineBuffer line, UpstreamState state) {
    if (!state.use().isEmpty()) {
      line.add(" upstream=").add(state.use());
    }
    if (!state.reason().isEmpty()) {
      line.add(" pin=").add(state.reason());
    }
  }

  private static void buffers(LineBuffer line, Activity activity) {
    long query = activity.queryBytes();
    long queryFree = activity.queryFreeBytes();
    long arguments = activity.argumentBytes();
    long replyBuffer = activity.replyBufferBytes();
    long output = activity.outputBytes();
    line.add(" qbuf=").add(query).add(" qbuf-free=").add(queryFree);
    line.add(" argv-mem=").add(arguments).add(" multi-mem=0");
    // A reply buffer is lent for one read at a time, so its recent peak is what it is.
    line.add(" rbs=").add(replyBuffer).add(" rbp=").add(replyBuffer);
    line.add(" obl=0 oll=").add(output > 0 ? 1 : 0).add(" omem=").add(output);
    line.add(" tot-mem=").add(ROW_BYTES + query + queryFree + replyBuffer + output);
  }

  private static void flags(LineBuffer line, ConnectedClient client) {
    UpstreamState upstream = client.upstream();
    boolean subscribed = client.subscriptions().any();
    boolean blocked = client.activity().isBlocked();
    boolean closing = client.isClosing();
    boolean exempt = client.isExemptFromEviction();
    boolean unix = client.address().isUnix();
    if (subscribed) {
      line.add('P');
    }
    if (upstream.hasFlag()) {
      line.add(upstream.flag());
    }
    if (blocked) {
      line.add('b');
    }
    if (closing) {
      line.add('c');
    }
    if (unix) {
      line.add('U');
    }
    if (exempt) {
      line.add('e');
    }
    if (!subscribed && !blocked && !closing && !exempt && !unix && !upstream.hasFlag()) {
      line.add('N');
    }
  }

  // A clock that is set back must not show a negative age.
  private static long seconds(long millis) {
    return Math.max(0, millis / 1000);
  }
}
