package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ReplyEncoder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Replies of one client of which some come another way than the others, since a cluster's node has
 * sent their requests on: it keeps those behind until those before have come. On the client's event
 * loop.
 */
final class ReplyOrder {

  private final ReplyTarget target;
  private final Deque<Part> parts = new ArrayDeque<>();

  /** A reply, or a part of it. */
  private static class Part {

    final ByteBuf bytes = Unpooled.buffer();
    int ended;
    boolean whole;
    boolean hasCome = true;

    boolean isAReply() {
      return ended > 0 && whole;
    }

    void add(ByteBuf from, int start, int end, int ends, boolean isWhole) {
      bytes.writeBytes(from, start, end - start);
      ended += ends;
      whole = isWhole;
    }
  }

  /** A reply that comes another way. */
  final class Detour extends Part implements ReplyTarget {

    private Runnable whenLeft = () -> {};

    private Detour() {
      hasCome = false;
    }

    /** Runs this when the client leaves before the reply has come. */
    void whenLeft(Runnable action) {
      whenLeft = action;
    }

    @Override
    public void replied(ByteBuf from, int start, int end, int ends, boolean isWhole) {
      add(from, start, end, ends, isWhole);
      hasCome = isWhole;
      passOn();
    }

    @Override
    public void failed(ErrorReply why, boolean begun) {
      bytes.clear();
      ReplyEncoder.encode(why, 2, bytes);
      ended = 1;
      whole = true;
      hasCome = true;
      passOn();
    }
  }

  /**
   * Empty.
   *
   * @param target gets all replies in order
   */
  ReplyOrder(ReplyTarget target) {
    this.target = target;
  }

  /** Keeps a place behind all that has come. */
  ReplyTarget detour() {
    Detour detour = new Detour();
    parts.add(detour);
    return detour;
  }

  /** Whether nothing is kept, and nothing is awaited. */
  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Takes what came the ordinary way. */
  void add(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    Part last = parts.peekLast();
    if (last == null || last instanceof Detour || last.isAReply()) {
      last = new Part();
      parts.add(last);
    }
    last.add(bytes, from, to, ended, whole);
  }

  private void passOn() {
    while (!parts.isEmpty() && parts.peek().hasCome) {
      Part first = parts.poll();
      target.replied(first.bytes, 0, first.bytes.writerIndex(), first.ended, first.whole);
    }
  }

  /** The client has left. */
  void left() {
    for (Part part : parts) {
      if (part instanceof Detour detour) {
        detour.whenLeft.run();
      }
    }
  }
}
