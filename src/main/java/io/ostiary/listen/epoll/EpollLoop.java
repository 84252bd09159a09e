package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An instance's event loop, where it waits with epoll, and the buffers that its connections read
 * and write in by turns. On that event loop only. It closes its listeners when its context ends,
 * also one whose start failed.
 */
public final class EpollLoop {

  /** What has connections on a loop. */
  interface User {

    /** Closes all of them after {@code grace}; done when they are closed. */
    Future<Void> close(Duration grace);
  }

  /** Set to {@code false}, this system property has a {@code NetServer} listen everywhere. */
  public static final String FAST_PATH_PROPERTY = "io.ostiary.fastPath";

  /** What one read brings at most, and what replies gather in. */
  static final int BUFFER_BYTES = 64 * 1024;

  private final ContextInternal context;
  private final IoEventLoop eventLoop;
  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final SharedBuffer input = new SharedBuffer(allocator, BUFFER_BYTES);
  private final SharedBuffer output = new SharedBuffer(allocator, BUFFER_BYTES);
  private final SharedBuffer pieces = new SharedBuffer(allocator, BUFFER_BYTES);
  private final List<User> users = new ArrayList<>();
  private boolean closed; // its context has ended

  private EpollLoop(ContextInternal context) {
    this.context = context;
    this.eventLoop = (IoEventLoop) context.nettyEventLoop();
    this.closed = !context.closeFuture().add(this::closeAtOnce);
  }

  /**
   * The loop of this context; empty where it does not wait with epoll, or {@link
   * #FAST_PATH_PROPERTY} says no.
   */
  public static Optional<EpollLoop> of(Context context) {
    ContextInternal internal = (ContextInternal) context;
    boolean suits =
        internal.nettyEventLoop() instanceof IoEventLoop ioLoop
            && ioLoop.isCompatible(EpollIoHandle.class)
            && Boolean.parseBoolean(System.getProperty(FAST_PATH_PROPERTY, "true"));
    return suits ? Optional.of(new EpollLoop(internal)) : Optional.empty();
  }

  /** Vert.x may call this on another loop. */
  private void closeAtOnce(Completable<Void> told) {
    later(
        () -> {
          closed = true;
          try {
            Future.join(List.copyOf(users).stream().map(user -> user.close(Duration.ZERO)).toList())
                .onComplete(done -> release())
                .<Void>mapEmpty()
                .onComplete(told);
          } catch (Throwable e) { // Vert.x would wait for ever.
            told.fail(e);
          }
        });
  }

  private void release() {
    input.release();
    output.release();
    pieces.release();
  }

  void add(User user) {
    users.add(user);
  }

  void remove(User user) {
    users.remove(user);
  }

  /** Whether its context has ended: nothing would close what is opened now. */
  boolean isClosed() {
    return closed;
  }

  ContextInternal context() {
    return context;
  }

  /** Whether other instances listen on the same addresses. */
  boolean hasSiblings() {
    return context.getInstanceCount() > 1;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** An empty buffer to read into. */
  ByteBuf input() {
    return input.take();
  }

  /** An empty buffer to write replies into. */
  ByteBuf output() {
    return output.take();
  }

  /** Buffers for pieces of heap buffers, which the kernel cannot read. */
  SharedBuffer pieces() {
    return pieces;
  }

  /**
   * Adds a socket to those that the loop waits for: for nothing yet but errors and the end of both
   * directions, until something is submitted.
   *
   * @throws IllegalStateException if the loop does not take it
   */
  IoRegistration register(EpollIoHandle handle) {
    io.netty.util.concurrent.Future<IoRegistration> registered = eventLoop.register(handle);
    if (!registered.isSuccess()) {
      throw new IllegalStateException("the event loop does not take a socket", registered.cause());
    }
    return registered.getNow();
  }

  /** Runs an action in the context when the delay is over. */
  ScheduledFuture<?> after(Duration delay, Runnable action) {
    return eventLoop.schedule(
        () -> context.dispatch(action), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The same for an action that is never cancelled. */
  @SuppressWarnings("FutureReturnValueIgnored") // It fails only when the loop ends.
  void delay(Duration delay, Runnable action) {
    after(delay, action);
  }

  /** Runs an action when the event that is served now is over. From any thread. */
  void later(Runnable action) {
    eventLoop.execute(action);
  }
}
