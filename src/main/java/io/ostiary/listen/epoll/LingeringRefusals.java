package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.ostiary.listen.LingerLimit;
import io.ostiary.listen.LingeringClose;
import io.ostiary.net.PeerAddress;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one listener that were refused, until their peers have closed. Most do so at
 * once: they cost no registration, timer or object of their own, only a place in a queue and a
 * check a little later. One whose peer has not closed by then gets a {@link LingeringClose}.
 *
 * <p>Each refusal checks one or two of those before it, so that the checks are spread over a storm
 * as evenly as the refusals are. A timer does the rest, a few at a time, when the storm is over.
 */
final class LingeringRefusals {

  private static final Logger log = LoggerFactory.getLogger(LingeringRefusals.class);

  /** By then a peer that is near has read the reply and closed. */
  private static final Duration CHECK_AFTER = Duration.ofMillis(20);

  /** A check may close a socket, which takes some microseconds that others wait. */
  private static final int CHECKS_AT_ONCE = 16;

  private static final int CHECKS_PER_REFUSAL = 2;

  private final EpollConnections connections;
  private final LingerLimit limit;
  private final RefusalQueue queue = new RefusalQueue();
  private boolean scheduled;

  LingeringRefusals(EpollConnections connections, LingerLimit limit) {
    this.connections = connections;
    this.limit = limit;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Sends the final reply and sees the connection closed; both are given up by the caller. */
  void refuse(FileDescriptor socket, ByteBuf finalReply) {
    try {
      SocketCalls.end(socket, finalReply);
    } catch (IOException gone) {
      finalReply.release();
      SocketCalls.close(socket);
      return;
    } catch (Throwable e) { // Also an Error: nothing else would give them back.
      finalReply.release();
      SocketCalls.close(socket);
      throw e;
    }
    if (finalReply.isReadable()) {
      finishReply(socket, finalReply);
      return;
    }
    finalReply.release();
    if (limit.take() || makeRoom()) {
      enqueue(socket);
      checkDue(CHECKS_PER_REFUSAL);
      schedule();
    } else {
      SocketCalls.close(socket);
    }
  }

  private void enqueue(FileDescriptor socket) {
    try {
      queue.add(socket, System.nanoTime());
    } catch (Throwable e) { // No memory for a longer queue.
      close(socket);
      throw e;
    }
  }

  private void finishReply(FileDescriptor socket, ByteBuf finalReply) {
    EpollConnection connection;
    try {
      connection = connection(socket);
      connection.open();
    } catch (Throwable e) {
      finalReply.release();
      SocketCalls.close(socket); // Does nothing where open() has done it.
      throw e;
    }
    connection.lingeringClose(finalReply);
  }

  private EpollConnection connection(FileDescriptor socket) {
    return new EpollConnection(connections, socket, PeerAddress.unknown(), PeerAddress.unknown());
  }

  /** With the limit reached: the oldest are checked now, whether they are due or not. */
  private boolean makeRoom() {
    for (int left = CHECKS_PER_REFUSAL; left > 0 && !queue.isEmpty(); left--) {
      check(queue.remove());
      if (limit.take()) {
        return true;
      }
    }
    return false;
  }

  private void checkDue(int most) {
    long refusedBefore = System.nanoTime() - CHECK_AFTER.toNanos();
    for (int left = most; left > 0 && queue.isOldestFrom(refusedBefore); left--) {
      check(queue.remove());
    }
  }

  private void schedule() {
    if (!scheduled) {
      connections.loop().delay(CHECK_AFTER, this::onTimer);
      scheduled = true;
    }
  }

  private void onTimer() {
    scheduled = false;
    try {
      checkDue(CHECKS_AT_ONCE);
    } finally {
      if (isEmpty()) {
        connections.completeIfEmpty();
      } else {
        schedule();
      }
    }
  }

  private void check(FileDescriptor socket) {
    if (hasEnded(socket)) {
      close(socket);
      return;
    }
    EpollConnection connection = connection(socket);
    try {
      LingeringClose.takeOver(connection);
      connection.open();
    } catch (Throwable e) { // The others are checked all the same.
      log.warn("Closing a refused connection before its peer has closed", e);
      connection.close();
    }
  }

  private boolean hasEnded(FileDescriptor socket) {
    try {
      ByteBuf sink = connections.loop().input();
      try {
        int count = SocketCalls.read(socket, sink);
        // A command may stand before the end; another read tells, where it left room.
        return count < 0 || (count > 0 && sink.isWritable() && SocketCalls.read(socket, sink) < 0);
      } finally {
        sink.release();
      }
    } catch (IOException | OutOfMemoryError e) {
      // Reset; or there is no memory to check with, and none for a lingering close either.
      return true;
    }
  }

  private void close(FileDescriptor socket) {
    SocketCalls.close(socket);
    limit.giveBack();
  }

  /** Closes all, whether their peers have read why or not. */
  void closeAll() {
    while (!queue.isEmpty()) {
      close(queue.remove());
    }
    connections.completeIfEmpty();
  }
}
