package io.ostiary;

import io.ostiary.resp.Reply;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps replies in request order when some of them come late. A reply that is there and has none
 * before it passes straight through; those behind a late one are let out when it has come, no
 * faster than the peer takes them. On the client's event loop only.
 */
final class ReplyQueue {

  /** Commands that may run behind a late one before the client is read from no further. */
  private static final int MOST_WAITING = 1024;

  /** Where replies leave to. */
  interface Exit {

    /** Takes the next reply in order, in the protocol that was spoken when it was asked for. */
    void encode(Reply reply, int respVersion);

    /** Whether another reply is welcome, or is to wait until the peer has taken some. */
    boolean takesMore();

    /** Called when {@link #letOut} has something to let out, as a late reply has come. */
    void lateReplyCame();

    /** Runs a task on the client's event loop. */
    void execute(Runnable task);
  }

  private final Exit exit;
  private final Deque<Place> waiting = new ArrayDeque<>(0);

  ReplyQueue(Exit exit) {
    this.exit = exit;
  }

  void add(Reply reply, int respVersion) {
    if (reply instanceof Reply.Later later) {
      Place place = new Place(respVersion);
      waiting.add(place);
      // The dispatcher has made an answer of what failed, so every place gets its reply.
      later.reply().onSuccess(late -> exit.execute(() -> arrived(place, late)));
    } else if (waiting.isEmpty()) {
      exit.encode(reply, respVersion);
    } else {
      waiting.add(new Place(respVersion, reply));
    }
  }

  /** Encodes those that are there and have none before them, for as long as the exit takes more. */
  void letOut() {
    while (isFirstThere() && exit.takesMore()) {
      Place first = waiting.remove();
      exit.encode(first.reply, first.respVersion);
    }
  }

  private boolean isFirstThere() {
    return !waiting.isEmpty() && waiting.element().reply != null;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether the client waits for a reply that a command still owes it. */
  boolean isOwed() {
    return !waiting.isEmpty() && !isFirstThere();
  }

  boolean isFull() {
    return waiting.size() >= MOST_WAITING;
  }

  /** Forgets those that wait; what arrives for them later goes nowhere. */
  void clear() {
    waiting.clear();
  }

  private void arrived(Place place, Reply late) {
    place.reply = late;
    if (isFirstThere()) {
      exit.lateReplyCame();
    }
  }

  /** Where a reply belongs in the order. */
  private static final class Place {

    private final int respVersion;
    private Reply reply;

    Place(int respVersion) {
      this.respVersion = respVersion;
    }

    Place(int respVersion, Reply reply) {
      this.respVersion = respVersion;
      this.reply = reply;
    }
  }
}
