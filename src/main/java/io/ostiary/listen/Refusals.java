package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connections of one loop that were turned away, until their peers have closed. Most do so at
 * once: these cost no registration, no timer and no wire of their own, only a look a few
 * milliseconds later. Whoever has not closed by then gets a {@link Farewell}.
 */
final class Refusals {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private final SocketLoop loop;
  private final DrainLimit limit;
  private Deque<FileDescriptor> fresh = new ArrayDeque<>();
  private Deque<FileDescriptor> seenOnce = new ArrayDeque<>();
  private boolean scheduled;

  Refusals(SocketLoop loop, DrainLimit limit) {
    this.loop = loop;
    this.limit = limit;
  }

  boolean isEmpty() {
    return fresh.isEmpty() && seenOnce.isEmpty();
  }

  /** Sends the last words and sees the connection closed; both are given up by the caller. */
  void refuse(FileDescriptor socket, ByteBuf lastWords) {
    try {
      SocketCalls.write(socket, lastWords);
    } catch (IOException gone) {
      lastWords.release();
      SocketCalls.close(socket);
      return;
    }
    if (lastWords.isReadable()) {
      Farewell.bid(wire(socket), lastWords, limit);
      return;
    }
    lastWords.release();
    if (limit.take() || makeRoom()) {
      SocketCalls.shutOutput(socket);
      fresh.add(socket);
      schedule();
    } else {
      SocketCalls.close(socket);
    }
  }

  private SocketWire wire(FileDescriptor socket) {
    SocketWire wire = new SocketWire(loop, socket, Wire.UNKNOWN, 0, Wire.UNKNOWN, 0);
    wire.open();
    return wire;
  }

  private boolean makeRoom() {
    fresh = stillOpen(fresh);
    seenOnce = stillOpen(seenOnce);
    return limit.take();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      loop.delay(BETWEEN_LOOKS, this::look);
    }
  }

  private void look() {
    scheduled = false;
    for (FileDescriptor slow : stillOpen(seenOnce)) {
      Farewell.drain(wire(slow), limit);
    }
    seenOnce = stillOpen(fresh);
    fresh = new ArrayDeque<>();
    if (isEmpty()) {
      loop.completeIfEmpty();
    } else {
      schedule();
    }
  }

  /** Closes those whose peers have closed, and gives the others. */
  private Deque<FileDescriptor> stillOpen(Deque<FileDescriptor> sockets) {
    Deque<FileDescriptor> open = new ArrayDeque<>();
    for (FileDescriptor socket : sockets) {
      if (hasEnded(socket)) {
        close(socket);
      } else {
        open.add(socket);
      }
    }
    return open;
  }

  private boolean hasEnded(FileDescriptor socket) {
    ByteBuf sink = loop.input();
    try {
      return SocketCalls.read(socket, sink) < 0;
    } catch (IOException reset) {
      return true;
    } finally {
      sink.release();
    }
  }

  private void close(FileDescriptor socket) {
    SocketCalls.close(socket);
    limit.giveBack();
  }

  /** Closes all, whether their peers have read why or not. */
  void closeAll() {
    fresh.forEach(this::close);
    seenOnce.forEach(this::close);
    fresh.clear();
    seenOnce.clear();
    loop.completeIfEmpty();
  }
}
