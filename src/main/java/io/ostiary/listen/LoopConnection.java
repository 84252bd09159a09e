package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of all transports have in common: how their listener is called, and how they
 * end. On the event loop only, except {@link #execute}.
 */
public abstract class LoopConnection extends Connection {

  private static final Logger log = LoggerFactory.getLogger(LoopConnection.class);

  private ConnectionListener listener; // null: none yet
  private Runnable afterWrites; // null: nothing is to be done when all is written
  private boolean inputEnded;
  private boolean listenerCloses; // when the peer has sent its end
  private boolean broken;
  private boolean closed;

  /** For the transports. */
  protected LoopConnection() {}

  /** The Vert.x context of the instance that serves it. */
  protected abstract ContextInternal context();

  /** It has a listener: what the peer sends is read from now on. */
  protected abstract void served();

  /** Whether the peer has taken all that was sent. */
  protected abstract boolean isWritten();

  /** Gives back the socket and all that waits to be written. */
  protected abstract void closeSocket();

  /** The connection is closed and its listener was told. */
  protected abstract void left();

  // The listener

  @Override
  public final void serve(ConnectionListener newListener) {
    listener = newListener;
    listenerCloses = false;
    if (closed) {
      execute(newListener::closed);
    } else {
      served();
    }
  }

  /** The one that is served; null before there is one. */
  protected final ConnectionListener listener() {
    return listener;
  }

  /** Has no listener from now on, until there is another; the transport reads nothing meanwhile. */
  protected final void forgetListener() {
    listener = null;
  }

  /** Whether its listener is told nothing any more. */
  protected final boolean isClosed() {
    return closed;
  }

  @Override
  public final void execute(Runnable task) {
    context().nettyEventLoop().execute(() -> run(task));
  }

  @Override
  protected final ScheduledFuture<?> after(Duration delay, Runnable action) {
    return context()
        .nettyEventLoop()
        .schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs a task in the context; what it throws is told to the listener. */
  protected final void run(Runnable task) {
    ContextInternal previous = context().beginDispatch();
    try {
      task.run();
      closeIfDone();
    } catch (Throwable e) { // The loop would only log it.
      fail(e);
    } finally {
      context().endDispatch(previous);
    }
  }

  /** Tells the listener what was read, in the context; null when that was all of this turn. */
  protected final void tellRead(ByteBuf bytes) {
    ContextInternal previous = context().beginDispatch();
    try {
      if (bytes != null) {
        listener().received(bytes);
      } else {
        listener().readComplete();
        closeIfDone();
      }
    } catch (Throwable e) { // What a listener throws concerns this connection alone.
      fail(e);
    } finally {
      context().endDispatch(previous);
    }
  }

  /** Tells the listener, in the context. */
  protected final void fail(Throwable cause) {
    if (closed || listener == null) {
      log.debug("{} failed while nothing listened", this, cause);
      close();
      return;
    }
    try {
      listener.failed(cause);
    } catch (Throwable e) { // Into the loop, it would stop all connections for a second.
      log.error("Failed to end {}, which failed itself: {}", this, cause, e);
      close();
    }
  }

  // The end

  /** Sends nothing more, and tells the listener why, later: the caller may be in send(). */
  protected final void breakOff(Throwable cause) {
    if (!broken) {
      broken = true;
      execute(
          () -> {
            runIfWritten();
            fail(cause);
          });
    }
  }

  /** Whether something can still be sent. */
  protected final boolean isSending() {
    return !closed && !broken;
  }

  @Override
  protected void send(ByteBuf bytes, Runnable action) {
    send(bytes);
    afterWrites = action;
    runIfWritten();
  }

  /** Does what is to be done when everything is written, if it is or never will be. */
  protected final void runIfWritten() {
    if (afterWrites != null && !closed && (broken || isWritten())) {
      Runnable action = afterWrites;
      afterWrites = null;
      action.run();
    }
  }

  /** The peer has sent its end; what waits for it is still written, unless it takes nothing. */
  protected final void endInput() {
    inputEnded = true;
    listenerCloses = !closed && listener != null && listener.inputEnded() && maySendMore();
    if (!isWritten()) {
      new StallTimer(this, () -> !closed && !isWritten()).begin();
    }
  }

  /** Whether anything can be sent to a peer that has sent its end. */
  protected boolean maySendMore() {
    return true;
  }

  /** Whether the peer has sent its end. */
  protected final boolean isInputEnded() {
    return inputEnded;
  }

  /** Called when the listener has been told of something. */
  protected final void closeIfDone() {
    if (closesWhenWritten() && (broken || isWritten())) {
      close();
    }
  }

  /** Whether the peer has sent its end, and the listener has nothing more for it. */
  protected final boolean closesWhenWritten() {
    return inputEnded && !listenerCloses;
  }

  @Override
  public final void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeSocket();
    if (listener != null) {
      tellClosed();
    }
    left();
  }

  private void tellClosed() {
    ContextInternal previous = context().beginDispatch();
    try {
      listener.closed();
    } catch (Throwable e) { // What closes all of them goes on with the others.
      log.error("Failed to leave {}, which is closed", this, e);
    } finally {
      context().endDispatch(previous);
    }
  }
}
