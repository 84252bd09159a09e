package io.ostiary;

import io.ostiary.resp.Reply;
import io.ostiary.resp.SequenceReply;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The replies of one client that wait for a late one before them, in request order and as values.
 * On the client's event loop only.
 */
final class WaitingReplies {

  /** Commands that may run behind a late one before the client is read from no further. */
  private static final int MOST = 1024;

  /** What they may hold, by a rough count. */
  private static final long MOST_BYTES = 64L << 20;

  /** Shared by all clients that were never owed a reply; stays empty. */
  private static final Deque<Slot> NONE = new ArrayDeque<>(0);

  private Deque<Slot> slots = NONE;
  private int holding; // of those that are not there, how many the next commands wait for
  private long bytes;
  private long messageBytes; // of those that are or contain messages

  /** The place of a reply in the order. */
  static final class Slot {

    private final boolean muted;
    private final boolean holds;
    private int respVersion;
    private Reply reply; // null: not there yet
    private int forwarded; // how many replies from elsewhere this is the place of

    private Slot(boolean muted, boolean holds, int respVersion, Reply reply) {
      this.muted = muted;
      this.holds = holds;
      this.respVersion = respVersion;
      this.reply = reply;
    }

    Reply reply() {
      return reply;
    }

    int respVersion() {
      return respVersion;
    }

    /** How many replies from elsewhere come in its place; 0 for a reply of our own. */
    int forwarded() {
      return forwarded;
    }
  }

  /** Keeps the place of a reply that comes late. */
  Slot reserve(boolean muted, boolean holds, int respVersion) {
    Slot slot = new Slot(muted, holds, respVersion, null);
    append(slot);
    holding += holds ? 1 : 0;
    return slot;
  }

  /** Appends a reply that is there. */
  void add(Reply reply, int respVersion) {
    append(new Slot(false, false, respVersion, reply));
    count(reply, 1);
  }

  /** Keeps the place of a reply that comes from elsewhere. */
  void addForwarded() {
    Slot last = slots.peekLast();
    if (last != null && last.forwarded > 0) {
      last.forwarded++;
      return;
    }
    Slot slot = new Slot(false, false, 0, Reply.FORWARDED);
    slot.forwarded = 1;
    append(slot);
  }

  private void append(Slot slot) {
    if (slots == NONE) {
      slots = new ArrayDeque<>();
    }
    slots.add(slot);
  }

  /** A late reply is there; {@code respVersion} is for one that the next commands waited for. */
  void fill(Slot slot, Reply reply, int respVersion) {
    slot.reply = slot.muted ? SequenceReply.messagesIn(reply) : reply;
    slot.forwarded = slot.reply == Reply.FORWARDED ? 1 : 0;
    if (slot.holds) {
      slot.respVersion = respVersion;
      holding--;
    }
    count(slot.reply, 1);
  }

  Slot removeFirst() {
    Slot first = slots.remove();
    if (slots.isEmpty()) {
      bytes = 0;
      messageBytes = 0;
    } else {
      count(first.reply, -1);
    }
    return first;
  }

  /** The next reply is there before it was said that it comes from elsewhere. */
  void fillFirst() {
    Slot first = slots.element();
    first.reply = Reply.FORWARDED;
    first.forwarded = 1;
  }

  private void count(Reply reply, int times) {
    bytes += times * RoughBytes.of(reply);
    if (SequenceReply.hasMessage(reply)) {
      messageBytes += times * RoughBytes.ofMessage(reply);
    }
  }

  /** What messages among them hold by a rough count, 0 if there are none. */
  long messageBytes() {
    return messageBytes;
  }

  boolean isFirstReady() {
    return !slots.isEmpty() && slots.element().reply != null;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Whether another command may run before the first of these is there. */
  boolean takesMore() {
    return slots.isEmpty() || (slots.size() < MOST && bytes < MOST_BYTES && holding == 0);
  }

  void clear() {
    slots = NONE;
    holding = 0;
    bytes = 0;
    messageBytes = 0;
  }
}
