package io.ostiary.acl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.ClientLine;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import io.ostiary.stats.Stats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What was refused of late, and to whom: ACL LOG. Shared by all event loops and safe. Its memory is
 * bounded: so many entries, each with a bounded part of what a client sent.
 */
final class AclLog {

  private static final long GROUPED_MILLIS = 60_000;
  private static final int SEARCHED = 10;
  private static final int LONGEST_OBJECT = 1024;

  /** One of them; those like it are counted in it. */
  private static final class Entry {

    private final Denial denial;
    private final String context;
    private final String object;
    private final String user;
    private final long id;
    private final long createdMillis;
    private long updatedMillis;
    private long count = 1;
    private String client;

    Entry(
        Denial denial,
        String context,
        String object,
        String user,
        String client,
        long id,
        long nowMillis) {
      this.denial = denial;
      this.context = context;
      this.object = object;
      this.user = user;
      this.client = client;
      this.id = id;
      this.createdMillis = nowMillis;
      this.updatedMillis = nowMillis;
    }

    boolean isLike(Entry other) {
      return denial == other.denial
          && context.equals(other.context)
          && object.equals(other.object)
          && user.equals(other.user)
          && other.updatedMillis - updatedMillis <= GROUPED_MILLIS;
    }

    void add(Entry other) {
      count++;
      updatedMillis = other.updatedMillis;
      client = other.client;
    }

    Reply reply(long nowMillis) {
      return Reply.map(
          Reply.bulk("count"),
          Reply.integer(count),
          Reply.bulk("reason"),
          Reply.bulk(denial.text()),
          Reply.bulk("context"),
          Reply.bulk(context),
          Reply.bulk("object"),
          Latin.reply(object),
          Reply.bulk("username"),
          Reply.bulk(user),
          Reply.bulk("age-seconds"),
          Reply.real((nowMillis - updatedMillis) / 1000.0),
          Reply.bulk("client-info"),
          Reply.bulk(client),
          Reply.bulk("entry-id"),
          Reply.integer(id),
          Reply.bulk("timestamp-created"),
          Reply.integer(createdMillis),
          Reply.bulk("timestamp-last-updated"),
          Reply.integer(updatedMillis));
    }
  }

  private final IntSupplier most;
  private final Stats stats;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextId;

  /**
   * Without an entry.
   *
   * @param most how many it may hold
   */
  AclLog(IntSupplier most, Stats stats) {
    this.most = most;
    this.stats = stats;
  }

  /**
   * Notes a refusal.
   *
   * @param object what was refused, a character for each byte
   * @param inTransaction whether the command was to be part of one
   */
  void add(
      ConnectedClient client, String user, Denial denial, String object, boolean inTransaction) {
    count(denial);
    long now = System.currentTimeMillis();
    String line = line(client, now);
    String context = inTransaction ? "multi" : "toplevel";
    synchronized (entries) {
      Entry added = new Entry(denial, context, cut(object), cut(user), line, nextId, now);
      if (!addToLike(added)) {
        nextId++;
        entries.addFirst(added);
      }
      trim();
    }
  }

  private void count(Denial denial) {
    switch (denial) {
      case AUTH -> stats.deniedLogin();
      case COMMAND -> stats.deniedCommand();
      case KEY -> stats.deniedKey();
      case CHANNEL -> stats.deniedChannel();
      case DATABASE -> stats.deniedDatabase();
    }
  }

  private static String line(ConnectedClient client, long nowMillis) {
    client.measure();
    ByteBuf line = Unpooled.buffer();
    ClientLine.write(List.of(client), nowMillis, line);
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_OBJECT ? text : text.substring(0, LONGEST_OBJECT);
  }

  private boolean addToLike(Entry added) {
    int seen = 0;
    for (Iterator<Entry> all = entries.iterator(); all.hasNext() && seen < SEARCHED; seen++) {
      Entry entry = all.next();
      if (entry.isLike(added)) {
        all.remove();
        entry.add(added);
        entries.addFirst(entry);
        return true;
      }
    }
    return false;
  }

  private void trim() {
    while (entries.size() > most.getAsInt()) {
      entries.removeLast();
    }
  }

  /** The latest, at most so many. */
  Reply latest(long count) {
    long now = System.currentTimeMillis();
    synchronized (entries) {
      trim();
      return Reply.array(
          entries.stream().limit(Math.max(0, count)).map(entry -> entry.reply(now)).toList());
    }
  }

  void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }
}
