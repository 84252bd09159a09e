package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that waits for slow readers, over all connections. Safe from any thread.
 *
 * <p>Direct memory belongs to the whole process. When it is used up, the JVM collects garbage and
 * sleeps on the event loop for about half a second before each failure, so a connection asks here
 * before it keeps a buffer for its peer. What heap buffers keep is counted by {@link PendingHeap}.
 */
public final class PendingLimit {

  /** The other half is for what is read and for replies that are being made. */
  private static final PendingLimit PROCESS =
      new PendingLimit(PlatformDependent.maxDirectMemory() / 2);

  private final long mostBytes;
  private final AtomicLong taken = new AtomicLong();
  private final PendingHeap heap;

  /**
   * So much direct memory, and a quarter of the heap: most of it is for values that are stored.
   *
   * @param mostBytes of direct memory
   */
  public PendingLimit(long mostBytes) {
    this(mostBytes, new PendingHeap(Runtime.getRuntime().maxMemory() / 4));
  }

  PendingLimit(long mostBytes, PendingHeap heap) {
    this.mostBytes = mostBytes;
    this.heap = heap;
  }

  /** The one for this process: half of the direct memory and a quarter of the heap. */
  public static PendingLimit ofThisProcess() {
    return PROCESS;
  }

  /** Takes so many bytes of direct memory if as many are left; given back once. */
  public boolean take(long bytes) {
    long most = mostBytes - bytes;
    return taken.getAndUpdate(now -> now <= most ? now + bytes : now) <= most;
  }

  /** Gives back what was taken. */
  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /**
   * Takes what a buffer holds, also the room that it does not use, if it is left. It is given back
   * once, before the buffer is released.
   */
  public boolean take(ByteBuf buffer) {
    return buffer.isDirect() ? take(buffer.capacity()) : heap.take(buffer);
  }

  /** Gives back what was taken for a buffer. */
  public void giveBack(ByteBuf buffer) {
    if (buffer.isDirect()) {
      giveBack(buffer.capacity());
    } else {
      heap.giveBack(buffer);
    }
  }

  /** The bytes of direct memory that are taken now. */
  public long taken() {
    return taken.get();
  }

  /** The bytes of arrays that are taken now. */
  public long heapTaken() {
    return heap.taken();
  }
}
