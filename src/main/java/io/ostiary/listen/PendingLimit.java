package io.ostiary.listen;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the direct memory that waits for slow readers, over all connections. Safe from any thread.
 *
 * <p>Direct memory belongs to the whole process. When it is used up, the JVM collects garbage and
 * sleeps on the event loop for about half a second before each failure, so a connection asks here
 * before it keeps a buffer for its peer.
 */
public final class PendingLimit {

  /** The other half is for what is read and for replies that are being made. */
  private static final PendingLimit PROCESS =
      new PendingLimit(PlatformDependent.maxDirectMemory() / 2);

  private final long mostBytes;
  private final AtomicLong taken = new AtomicLong();

  public PendingLimit(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The one for this process: half of the direct memory that the JVM may use. */
  public static PendingLimit ofThisProcess() {
    return PROCESS;
  }

  /** Takes so many bytes if as many are left; what was taken is given back once. */
  public boolean take(long bytes) {
    long most = mostBytes - bytes;
    return taken.getAndUpdate(now -> now <= most ? now + bytes : now) <= most;
  }

  /** Gives back what was taken. */
  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** The bytes that are taken now. */
  public long taken() {
    return taken.get();
  }
}
