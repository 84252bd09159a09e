package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Connections of one loop that serve one client at a time. The one that was given back last is
 * given out first; one that is not taken for a while is closed. On the loop only.
 */
final class PinnedPool {

  private static final long REST_MILLIS = 10_000;
  private static final ErrorReply UNUSED = new ErrorReply("ERR closed, it was not used");

  private static final ErrorReply UNCLEAN =
      new ErrorReply("ERR closed, since it held state of the client that had it");

  private final GatewayLoop loop;
  private final Deque<Resting> resting = new ArrayDeque<>();
  private final Deque<Waiter> waiters = new ArrayDeque<>();

  private record Resting(UpstreamConnection connection, long sinceMillis) {}

  /** A client that waits; run, on any thread, when it is worth trying again. */
  private final class Waiter implements Runnable {

    private final UpstreamKind kind;
    private final ReplyTarget pushes;
    private final Consumer<UpstreamConnection> told; // null: no connection in time
    private final long deadlineMillis;
    private final long sinceMillis = loop.nowMillis();
    private boolean done;

    Waiter(UpstreamKind kind, ReplyTarget pushes, Consumer<UpstreamConnection> told) {
      this.kind = kind;
      this.pushes = pushes;
      this.told = told;
      this.deadlineMillis = sinceMillis + loop.queueTimeout().toMillis();
    }

    @Override
    public void run() {
      loop.connector().afterTurn(this::tryAgain);
    }

    private void tryAgain() {
      if (done) {
        limit().wakeOne(); // It was woken in vain; another may need it.
        return;
      }
      UpstreamConnection connection = take(kind, pushes);
      if (connection == null) {
        limit().await(this);
      } else {
        end(connection);
      }
    }

    void end(UpstreamConnection connection) {
      done = true;
      waiters.remove(this);
      limit().forget(this);
      loop.gateway().stats().waited(loop.nowMillis() - sinceMillis);
      told.accept(connection);
    }
  }

  PinnedPool(GatewayLoop loop) {
    this.loop = loop;
  }

  private PinnedLimit limit() {
    return loop.gateway().pinnedLimit();
  }

  /** A connection of this kind; null when as many are in use as may be. */
  UpstreamConnection take(UpstreamKind kind, ReplyTarget pushes) {
    UpstreamConnection rested = takeResting(kind);
    if (rested != null) {
      rested.pushesTo(pushes);
      return rested;
    }
    if (!limit().take() && !(closeOldest() && limit().take())) {
      return null;
    }
    return loop.opened(new UpstreamConnection(loop, kind, false, false, pushes));
  }

  private UpstreamConnection takeResting(UpstreamKind kind) {
    Iterator<Resting> newestFirst = resting.descendingIterator();
    while (newestFirst.hasNext()) {
      UpstreamConnection connection = newestFirst.next().connection();
      if (connection.kind().equals(kind)) {
        newestFirst.remove();
        return connection;
      }
    }
    return null;
  }

  private boolean closeOldest() {
    Resting oldest = resting.pollFirst();
    if (oldest != null) {
      oldest.connection().close(UNUSED);
    }
    return oldest != null;
  }

  /**
   * Waits for a connection.
   *
   * @param told gets it, or null when none was free in time
   * @return gives up when it runs
   */
  Runnable await(UpstreamKind kind, ReplyTarget pushes, Consumer<UpstreamConnection> told) {
    Waiter waiter = new Waiter(kind, pushes, told);
    waiters.add(waiter);
    limit().await(waiter);
    // Those at rest, on whichever loop, make room.
    loop.gateway().loops().onEach(other -> other.pinned().giveUpResting());
    return () -> {
      waiter.done = true;
      waiters.remove(waiter);
      limit().forget(waiter);
    };
  }

  /** Another loop has a client that waits: what rests here goes. */
  void giveUpResting() {
    while (limit().hasWaiting() && closeOldest()) {
      // Each makes room for one who waits.
    }
  }

  /** Closes those that rest. */
  void closeResting() {
    while (closeOldest()) {
      // Each of them.
    }
  }

  /**
   * Takes back a connection that owes nothing.
   *
   * @param dirty whether it may hold a client's state, and has to be made clean
   */
  void giveBack(UpstreamConnection connection, boolean dirty) {
    if (connection.link().isClosed()) {
      return;
    }
    connection.pushesTo(IgnoredReplies.PUSHES);
    if (dirty && !connection.link().clean()) {
      connection.close(UNCLEAN);
      return;
    }
    boolean isOld = !connection.isOfGeneration(loop.generation());
    if (limit().hasWaiting() || isOld || connection.link().isResting()) {
      connection.close(UNUSED);
    } else {
      resting.addLast(new Resting(connection, loop.nowMillis()));
    }
  }

  /** A connection is closed: its permit is given back. */
  void closed(UpstreamConnection connection) {
    resting.removeIf(rested -> rested.connection() == connection);
    limit().release();
  }

  void tick(long nowMillis) {
    while (!resting.isEmpty() && nowMillis - resting.getFirst().sinceMillis() > REST_MILLIS) {
      closeOldest();
    }
    while (!waiters.isEmpty() && nowMillis >= waiters.getFirst().deadlineMillis) {
      waiters.getFirst().end(null);
    }
  }
}
