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
public final class Farewell implements WireListener {

  /** A peer that does not even take the last words is given up after this. */
  public static final Duration LONGEST_WRITE = Duration.ofSeconds(5);

  /** A peer that has read the last words and the end is expected to close within this. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(1);

  /** What a peer may have had under way when it was refused; enough for any socket buffer. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Wire wire;
  private final DrainLimit limit;
  private final boolean drains; // whether it has its share of the limit
  private int drainedBytes;
  private ScheduledFuture<?> deadline;

  private Farewell(Wire wire, DrainLimit limit, boolean drains) {
    this.wire = wire;
    this.limit = limit;
    this.drains = drains;
  }

  /**
   * Takes the wire over and sees it closed.
   *
   * @param lastWords written before the close; given up by the caller
   */
  public static void bid(Wire wire, ByteBuf lastWords, DrainLimit limit) {
    Farewell farewell = new Farewell(wire, limit, limit.take());
    wire.serve(farewell);
    farewell.deadline = wire.after(LONGEST_WRITE, wire::close);
    wire.send(lastWords, farewell::written);
  }

  /**
   * Takes over a wire whose last words were written and whose output is shut.
   *
   * @param taken the limit, of which the wire has taken its share
   */
  static void drain(Wire wire, DrainLimit taken) {
    Farewell farewell = new Farewell(wire, taken, true);
    wire.serve(farewell);
    farewell.deadline = wire.after(LONGEST_DRAIN, wire::close);
  }

  private void written() {
    if (!drains) {
      wire.close();
      return;
    }
    deadline.cancel(false);
    deadline = wire.after(LONGEST_DRAIN, wire::close);
    wire.shutOutput();
    wire.reading(true);
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
    deadline.cancel(false);
    if (drains) {
      limit.giveBack();
    }
  }
}
