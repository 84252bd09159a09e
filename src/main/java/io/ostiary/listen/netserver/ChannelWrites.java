package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.nio.AbstractNioChannel;
import io.ostiary.listen.PendingLimit;
import io.ostiary.listen.PendingLimitException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is written to a channel. Netty copies a heap buffer into a direct one when it is handed
 * over, so heap buffers wait here, and Netty gets pieces of them while the channel is writable.
 * What Netty holds is counted in the shared limit. On the event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails reaches the handler or the close.
final class ChannelWrites {

  private static final int PIECE_BYTES = 64 * 1024;

  private static final Deque<ByteBuf> NONE = new ArrayDeque<>(0);

  private final Channel channel;
  private final PendingLimit limit;
  private Deque<ByteBuf> waiting = NONE; // replaced when something waits, which is rare
  private long waitingBytes;
  private long sentBytes;
  private long counted; // in the limit
  private boolean busy;
  private boolean notified; // whenWritten() has an answer coming
  private boolean admitted;
  private Throwable failure; // null: none

  ChannelWrites(Channel channel, PendingLimit limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /** From now on, failed writes are told to the channel's handler. */
  void admitted() {
    admitted = true;
  }

  /** Writes and flushes; the buffer is given up. */
  void send(ByteBuf bytes) {
    int length = bytes.readableBytes();
    sentBytes += length;
    if (waiting.isEmpty() && bytes.isDirect() && bytes.capacity() <= PIECE_BYTES) {
      busy = true;
      write(bytes);
      busy = false;
    } else {
      append(bytes, length);
    }
    goOn();
  }

  private void write(ByteBuf bytes) {
    // In a connect handler, with a void promise, Netty would warn of every peer that is gone.
    channel.writeAndFlush(bytes, admitted ? channel.voidPromise() : channel.newPromise());
  }

  private void append(ByteBuf bytes, int length) {
    if (!limit.take(directBytes(bytes))) {
      bytes.release();
      failure = new PendingLimitException();
      return;
    }
    if (waiting == NONE) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(bytes);
    waitingBytes += length;
  }

  /** What a buffer holds of what is limited: also the room that it does not use. */
  private static long directBytes(ByteBuf bytes) {
    return bytes.isDirect() ? bytes.capacity() : 0;
  }

  /** Hands over what Netty takes of what waits, and counts what it holds. */
  void goOn() {
    busy = true;
    while (!waiting.isEmpty() && channel.isWritable() && failure == null) {
      writePiece(waiting.element());
    }
    busy = false;
    count();
  }

  private void writePiece(ByteBuf first) {
    int length = Math.min(PIECE_BYTES, first.readableBytes());
    boolean isCopied = !first.isDirect();
    if (isCopied && !limit.take(length)) {
      failure = new PendingLimitException();
      return;
    }
    counted += isCopied ? length : 0;
    waitingBytes -= length;
    write(first.readRetainedSlice(length));
    if (!first.isReadable()) {
      drop(waiting.remove());
    }
    count();
  }

  private void drop(ByteBuf written) {
    limit.giveBack(directBytes(written));
    written.release();
  }

  private void count() {
    long held = heldByNetty();
    if (held <= counted) {
      limit.giveBack(counted - held);
      counted = held;
    } else if (limit.take(held - counted)) {
      counted = held;
    } else if (failure == null) {
      failure = new PendingLimitException();
    }
  }

  private long heldByNetty() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  /** Calls back once and later, when Netty has written what it holds now, or never will. */
  void whenWritten(Runnable written) {
    if (notified) {
      return;
    }
    notified = true;
    // Later: Netty counts a message until its listeners have returned.
    Runnable callBack =
        () -> {
          notified = false;
          written.run();
        };
    busy = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener((ChannelFutureListener) done -> channel.eventLoop().execute(callBack));
    busy = false;
  }

  /** Tries again to write what Netty holds. */
  void flush() {
    busy = true;
    // An ordinary flush waits until java.nio announces room.
    if (channel.unsafe() instanceof AbstractNioChannel.NioUnsafe nio) {
      nio.forceFlush();
    } else {
      channel.flush();
    }
    busy = false;
  }

  /** Whether the channel is being written to: what it tells then is told to a caller of ours. */
  boolean isBusy() {
    return busy;
  }

  /** Why nothing more is to be written; null if nothing failed. */
  Throwable failure() {
    return failure;
  }

  boolean isWritable() {
    return waiting.isEmpty() && channel.isWritable();
  }

  boolean isEmpty() {
    return waiting.isEmpty() && heldByNetty() == 0;
  }

  long bytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    // Netty counts a message until it is written whole.
    long held = pending == null ? 0 : pending.totalPendingWriteBytes() - pending.currentProgress();
    return waitingBytes + held;
  }

  /** All that the peer has taken. */
  long takenBytes() {
    return sentBytes - bytes();
  }

  void release() {
    waiting.forEach(this::drop);
    waiting.clear();
    waitingBytes = 0;
    limit.giveBack(counted);
    counted = 0;
  }
}
