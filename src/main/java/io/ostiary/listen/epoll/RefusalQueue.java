package io.ostiary.listen.epoll;

import io.netty.channel.unix.FileDescriptor;
import java.util.Arrays;

/** Sockets in the order of their refusal, with its time; no object is made for an entry. */
final class RefusalQueue {

  private static final int FIRST_CAPACITY = 64; // powers of two

  private FileDescriptor[] sockets = new FileDescriptor[FIRST_CAPACITY];
  private long[] nanos = new long[FIRST_CAPACITY];
  private int first;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether there is one, and the oldest is from this time or before. */
  boolean isOldestFrom(long nanoTime) {
    return size > 0 && nanos[first] - nanoTime <= 0;
  }

  void add(FileDescriptor socket, long nanoTime) {
    if (size == sockets.length) {
      grow();
    }
    int at = (first + size) & (sockets.length - 1);
    sockets[at] = socket;
    nanos[at] = nanoTime;
    size++;
  }

  /** The oldest; there is one. */
  FileDescriptor remove() {
    FileDescriptor oldest = sockets[first];
    sockets[first] = null;
    first = (first + 1) & (sockets.length - 1);
    size--;
    return oldest;
  }

  private void grow() {
    FileDescriptor[] moreSockets = Arrays.copyOf(sockets, 2 * size);
    long[] moreNanos = Arrays.copyOf(nanos, 2 * size);
    // What stands before the first comes after the last.
    System.arraycopy(sockets, 0, moreSockets, size, first);
    System.arraycopy(nanos, 0, moreNanos, size, first);
    Arrays.fill(moreSockets, 0, first, null);
    sockets = moreSockets;
    nanos = moreNanos;
  }
}
