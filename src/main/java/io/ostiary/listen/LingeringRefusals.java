package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.ostiary.net.PeerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one loop that were turned away, until their peers have closed. Most do so at
 * once: these cost no registration, no timer and no wire of their own, only a look or two a little
 * later. Whoever has not closed by then gets a {@link LingeringClose}.
 *
 * <p>Each refusal looks at one or two of those before it, so that the looks are spread over a storm
 * as evenly as the refusals are and hold up nobody inside for long. The timer sees to the rest, a
 * few at a time, when the storm is over.
 */
final class LingeringRefusals {

  private static final Logger log = LoggerFactory.getLogger(LingeringRefusals.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /** Somebody nearby has read the words and closed by the time that so many others were refused. */
  private static final int REFUSALS_BEFORE_LOOK = 32;

  /** A look may close a socket, which takes some microseconds that others wait. */
  private static final int LOOKS_AT_ONCE = 8; // of each kind

  /** So many of each kind are looked at for one who finds the limit full. */
  private static final int ROUNDS_FOR_ROOM = 3;

  private final EpollLoop loop;
  private final LingerLimit limit;
  private final Deque<FileDescriptor> fresh = new ArrayDeque<>();
  private Deque<FileDescriptor> seenOnce = new ArrayDeque<>();
  private Deque<FileDescriptor> due = new ArrayDeque<>(); // for their last look
  private boolean scheduled;

  LingeringRefusals(EpollLoop loop, LingerLimit limit) {
    this.loop = loop;
    this.limit = limit;
  }

  boolean isEmpty() {
    return fresh.isEmpty() && seenOnce.isEmpty() && due.isEmpty();
  }

  /** Sends the last words and sees the connection closed; both are given up by the caller. */
  void refuse(FileDescriptor socket, ByteBuf lastWords) {
    try {
      SocketCalls.end(socket, lastWords);
    } catch (IOException gone) {
      lastWords.release();
      SocketCalls.close(socket);
      return;
    }
    if (lastWords.isReadable()) {
      bidFarewell(socket, lastWords);
      return;
    }
    lastWords.release();
    if (limit.take() || makeRoom()) {
      fresh.add(socket);
      lookAtSome();
      schedule();
    } else {
      SocketCalls.close(socket);
    }
  }

  private void bidFarewell(FileDescriptor socket, ByteBuf lastWords) {
    EpollConnection wire = wire(socket);
    try {
      wire.open();
    } catch (Throwable e) {
      lastWords.release();
      throw e;
    }
    LingeringClose.bid(wire, lastWords, limit);
  }

  private EpollConnection wire(FileDescriptor socket) {
    return new EpollConnection(loop, socket, PeerAddress.unknown(), PeerAddress.unknown());
  }

  private void lookAtSome() {
    if (fresh.size() > REFUSALS_BEFORE_LOOK) {
      firstLook(fresh.remove());
    }
    if (!due.isEmpty()) {
      lastLook(due.remove());
    }
  }

  private boolean makeRoom() {
    for (int rounds = ROUNDS_FOR_ROOM; rounds > 0; rounds--) {
      if (!due.isEmpty()) {
        lastLook(due.remove());
      }
      if (!seenOnce.isEmpty()) {
        firstLook(seenOnce.remove());
      }
      if (!fresh.isEmpty()) {
        firstLook(fresh.remove());
      }
      if (limit.take()) {
        return true;
      }
    }
    return false;
  }

  private void schedule() {
    if (!scheduled) {
      loop.delay(BETWEEN_LOOKS, this::look);
      scheduled = true;
    }
  }

  private void look() {
    scheduled = false;
    try {
      lookAgain();
    } finally {
      if (isEmpty()) {
        loop.completeIfEmpty();
      } else {
        schedule();
      }
    }
  }

  private void lookAgain() {
    for (int looks = LOOKS_AT_ONCE; looks > 0 && !due.isEmpty(); looks--) {
      lastLook(due.remove());
    }
    if (due.isEmpty()) {
      Deque<FileDescriptor> none = due;
      due = seenOnce;
      seenOnce = none;
    }
    for (int looks = LOOKS_AT_ONCE; looks > 0 && !fresh.isEmpty(); looks--) {
      firstLook(fresh.remove());
    }
  }

  private void firstLook(FileDescriptor socket) {
    if (hasEnded(socket)) {
      close(socket);
    } else {
      seenOnce.add(socket);
    }
  }

  private void lastLook(FileDescriptor socket) {
    if (hasEnded(socket)) {
      close(socket);
    } else {
      EpollConnection wire = wire(socket);
      try {
        LingeringClose.drain(wire, limit);
        wire.open();
      } catch (Throwable e) { // The others have their look all the same.
        log.warn("Closing one that was turned away before it has closed itself", e);
        wire.close();
      }
    }
  }

  private boolean hasEnded(FileDescriptor socket) {
    try {
      ByteBuf sink = loop.input();
      try {
        return SocketCalls.read(socket, sink) < 0;
      } finally {
        sink.release();
      }
    } catch (IOException | OutOfMemoryError e) {
      // Reset; or there is no memory to look with, and none for a farewell either.
      return true;
    }
  }

  private void close(FileDescriptor socket) {
    SocketCalls.close(socket);
    limit.giveBack();
  }

  /** Closes all, whether their peers have read why or not. */
  void closeAll() {
    for (Deque<FileDescriptor> waiting : List.of(fresh, seenOnce, due)) {
      while (!waiting.isEmpty()) {
        close(waiting.remove());
      }
    }
    loop.completeIfEmpty();
  }
}
