package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the sockets of one instance share: their event loop, the buffers they read and write by
 * turns, and the list of those that are open. On that event loop only.
 */
final class EpollLoop {

  /** What one read brings at most, and what replies gather in. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ContextInternal context;
  private final IoEventLoop eventLoop;
  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final SharedBuffer input = new SharedBuffer(allocator, BUFFER_BYTES);
  private final SharedBuffer output = new SharedBuffer(allocator, BUFFER_BYTES);
  private final ConnectionList<EpollConnection> open = new ConnectionList<>();
  private final LingeringRefusals refusals;
  private Promise<Void> allClosed;

  EpollLoop(ContextInternal context, LingerLimit drains) {
    this.context = context;
    this.eventLoop = (IoEventLoop) context.nettyEventLoop();
    this.refusals = new LingeringRefusals(this, drains);
  }

  /** Whether this context's loop waits with epoll and takes sockets that are not channels. */
  static boolean suits(ContextInternal context) {
    EventLoop loop = context.nettyEventLoop();
    return loop instanceof IoEventLoop ioLoop && ioLoop.isCompatible(EpollIoHandle.class);
  }

  ContextInternal context() {
    return context;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** Those that are turned away. */
  LingeringRefusals refusals() {
    return refusals;
  }

  /** An empty buffer to read into. */
  ByteBuf input() {
    return input.take();
  }

  /** An empty buffer to write replies into. */
  ByteBuf output() {
    return output.take();
  }

  /** Waits for nothing yet but errors, until something is submitted. */
  IoRegistration register(EpollIoHandle handle) {
    io.netty.util.concurrent.Future<IoRegistration> registered = eventLoop.register(handle);
    if (!registered.isSuccess()) {
      throw new IllegalStateException("the event loop does not take a socket", registered.cause());
    }
    return registered.getNow();
  }

  /** Runs an action on the loop, inside the context, when the delay is over. */
  ScheduledFuture<?> after(Duration delay, Runnable action) {
    return eventLoop.schedule(() -> execute(action), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The same for an action that nobody calls off. */
  @SuppressWarnings("FutureReturnValueIgnored") // It fails only when the loop ends.
  void delay(Duration delay, Runnable action) {
    after(delay, action);
  }

  /** Runs an action when the event that is served now is over. */
  void later(Runnable action) {
    eventLoop.execute(action);
  }

  /** Runs a task on the loop, inside the context, when the caller is done. */
  void execute(Runnable task) {
    eventLoop.execute(() -> context.emit(task, Runnable::run));
  }

  void opened(EpollConnection wire) {
    open.add(wire);
  }

  void closed(EpollConnection wire) {
    open.remove(wire);
    completeIfEmpty();
  }

  /**
   * Closes the wires that are still open after {@code grace}; done when none is. A second call
   * closes them at once.
   */
  Future<Void> close(Duration grace) {
    if (allClosed != null) {
      closeAll();
      return allClosed.future();
    }
    allClosed = context.promise();
    allClosed.future().onComplete(closed -> release());
    if (grace.isZero()) {
      closeAll();
    } else {
      ScheduledFuture<?> end = after(grace, this::closeAll);
      allClosed.future().onComplete(closed -> end.cancel(false));
    }
    completeIfEmpty();
    return allClosed.future();
  }

  private void closeAll() {
    refusals.closeAll();
    open.forEach(EpollConnection::close);
  }

  /** To be asked when a connection is gone. */
  void completeIfEmpty() {
    if (allClosed != null && open.size() == 0 && refusals.isEmpty()) {
      allClosed.tryComplete();
    }
  }

  private void release() {
    input.release();
    output.release();
  }
}
