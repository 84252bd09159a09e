package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;

/**
 * The last words to a peer that may still be sending. They are written, the output is shut, and
 * what the peer sent is read and thrown away until it closes, for a bounded time and amount:
 * closing over unread bytes would send a reset, and the peer would never read why. On the wire's
 * event loop only.
 */
public final class LingeringClose implements ConnectionListener {

  /** However slowly it takes them: who gets last words counts as a client no more. */
  private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

  /** A peer that has read the last words and the end is expected to close within this. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(1);

  /** What a peer may have had under way when it was refused; enough for any socket buffer. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Connection wire;
  private final LingerLimit limit;
  private boolean drains; // whether it has its share of the limit
  private int drainedBytes;
  private boolean written; // or will never be
  private StallTimer patience; // null: the words were written at once, which is the rule
  private ScheduledFuture<?> deadline; // null: nothing was waited for yet

  private LingeringClose(Connection wire, LingerLimit limit) {
    this.wire = wire;
    this.limit = limit;
  }

  /**
   * Takes the wire over and sees it closed.
   *
   * @param lastWords written before the close; given up by the caller
   */
  public static void bid(Connection wire, ByteBuf lastWords, LingerLimit limit) {
    LingeringClose farewell = new LingeringClose(wire, limit);
    wire.serve(farewell);
    try {
      wire.send(lastWords, farewell::written);
      if (!farewell.written) {
        farewell.awaitWords();
      }
    } catch (Throwable e) { // Nobody would watch it.
      wire.close();
      throw e;
    }
  }

  /**
   * Takes over a wire whose last words were written and whose output is shut.
   *
   * @param taken the limit, of which the wire has taken its share
   */
  static void drain(Connection wire, LingerLimit taken) {
    LingeringClose farewell = new LingeringClose(wire, taken);
    farewell.drains = true;
    farewell.written = true;
    wire.serve(farewell);
    farewell.awaitEnd();
  }

  private void awaitWords() {
    deadline = wire.after(LONGEST_WRITE, wire::close);
    patience = new StallTimer(wire, () -> !written);
    patience.begin();
  }

  private void written() {
    if (written) {
      return;
    }
    stopWaiting();
    drains = limit.take();
    if (drains) {
      wire.shutOutput();
      wire.reading(true);
      awaitEnd();
    } else {
      wire.close();
    }
  }

  private void stopWaiting() {
    written = true;
    if (patience != null) {
      patience.end();
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void awaitEnd() {
    deadline = wire.after(LONGEST_DRAIN, wire::close);
  }

  @Override
  public void received(ByteBuf bytes) {
    drainedBytes += bytes.readableBytes();
    bytes.release();
    if (drainedBytes > MOST_BYTES) {
      wire.close();
    }
  }

  @Override
  public void readComplete() {}

  @Override
  public void writabilityChanged() {}

  @Override
  public void failed(Throwable cause) {
    wire.close();
  }

  @Override
  public void closed() {
    stopWaiting();
    if (drains) {
      limit.giveBack();
    }
  }
}
