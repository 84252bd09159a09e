package io.ostiary;

import io.ostiary.resp.Reply;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps replies in request order when some of them come late. A reply that is there and has none
 * before it passes straight through. On the client's event loop only.
 */
final class ReplyQueue {

  /** Commands that may run behind a late one before the client is read from no further. */
  private static final int MOST_WAITING = 1024;

  /** Where replies leave to. */
  interface Exit {

    /** Takes the next reply in order, in the protocol that was spoken when it was asked for. */
    void encode(Reply reply, int respVersion);

    /** Called after late replies were encoded. */
    void lateRepliesLeft();

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

  boolean isEmpty() {
    return waiting.isEmpty();
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
    boolean any = false;
    while (!waiting.isEmpty() && waiting.peek().reply != null) {
      Place first = waiting.remove();
      exit.encode(first.reply, first.respVersion);
      any = true;
    }
    if (any) {
      exit.lateRepliesLeft();
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
