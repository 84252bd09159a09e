package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * Closes a connection whose peer may still be sending: the final reply is written, the output is
 * shut, and what the peer sent is read and thrown away until it closes. Time and amount are
 * bounded, and so is the number of connections ({@link LingerLimit}): one that finds no share left
 * is closed, before its reply is written if that is not done at once. Closing over unread bytes
 * would send a reset, and the peer would never read why. On the connection's event loop only.
 */
public final class LingeringClose implements ConnectionListener {

  /** What a peer may have had under way; enough for any socket buffer. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Connection connection;
  private final LingerLimit limit;
  private boolean holdsShare; // of the limit
  private int lingeredBytes;
  private boolean written; // or never will be
  private StallTimer stallTimer; // null: the reply was written at once, as most are
  private ScheduledFuture<?> deadline; // null: nothing was waited for yet

  private LingeringClose(Connection connection) {
    this.connection = connection;
    this.limit = connection.options().lingerLimit();
  }

  /** See {@link Connection#lingeringClose}. */
  static void begin(Connection connection, ByteBuf finalReply) {
    LingeringClose closing = new LingeringClose(connection);
    connection.serve(closing);
    try {
      connection.send(finalReply, closing::written);
      if (!closing.written) {
        closing.awaitWritten();
      }
    } catch (Throwable e) { // Also an Error: nothing else would close it.
      connection.close();
      throw e;
    }
  }

  /**
   * Takes over a connection whose final reply was written and whose output is shut, with the share
   * of the limit that was taken for it.
   */
  public static void takeOver(Connection connection) {
    LingeringClose closing = new LingeringClose(connection);
    closing.holdsShare = true;
    closing.written = true;
    connection.serve(closing);
    closing.awaitEnd();
  }

  /** Waiting may take long, and the connection counts as a client no more. */
  private void awaitWritten() {
    if (!takeShare()) {
      connection.close();
      return;
    }
    deadline = connection.after(connection.options().timing().finalWrite(), connection::close);
    stallTimer = new StallTimer(connection, () -> !written);
    stallTimer.begin();
  }

  private void written() {
    if (written) {
      return;
    }
    stopWaiting();
    if (takeShare()) {
      connection.shutOutput();
      connection.reading(true);
      awaitEnd();
    } else {
      connection.close();
    }
  }

  private boolean takeShare() {
    holdsShare = holdsShare || limit.take();
    return holdsShare;
  }

  private void stopWaiting() {
    written = true;
    if (stallTimer != null) {
      stallTimer.end();
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void awaitEnd() {
    deadline = connection.after(connection.options().timing().linger(), connection::close);
  }

  @Override
  public void received(ByteBuf bytes) {
    lingeredBytes += bytes.readableBytes();
    bytes.release();
    if (lingeredBytes > MOST_BYTES) {
      connection.close();
    }
  }

  @Override
  public void readComplete() {}

  @Override
  public void writable() {}

  @Override
  public void failed(Throwable cause) {
    connection.close();
  }

  @Override
  public void closed() {
    stopWaiting();
    if (holdsShare) {
      limit.giveBack();
    }
  }
}
