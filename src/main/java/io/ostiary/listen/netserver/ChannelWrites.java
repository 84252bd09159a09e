package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.handler.ssl.SslHandler;
import io.ostiary.listen.PendingLimit;
import io.ostiary.listen.PendingLimitException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What is written to a channel. Heap buffers and large ones wait here, and Netty gets copies of
 * pieces while the channel is writable: it would copy a heap buffer whole, and a slice would keep
 * the whole buffer. What waits and what Netty holds is counted in the shared limit. On the event
 * loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails reaches the handler or the close.
final class ChannelWrites {

  private static final int PIECE_BYTES = 64 * 1024;

  /** In pieces, to a peer that reads as fast as they are written: others want their turn. */
  private static final int PIECE_BYTES_A_TURN = 1 << 20;

  /** A task that follows at once would come before what the loop's other sockets wait for. */
  private static final long REST_MILLIS = 1;

  private static final Deque<ByteBuf> NONE = new ArrayDeque<>(0);

  private final Channel channel;
  private final PendingLimit limit;
  private Deque<ByteBuf> waiting = NONE; // replaced when something waits, which is rare
  private long waitingBytes;
  private long sentBytes;
  private long counted; // in the limit
  private int bytesLeft = PIECE_BYTES_A_TURN;
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
      write(bytes);
    } else {
      append(bytes, length);
    }
    writePieces();
  }

  /** The same with a copy of a range, in pieces that are not copied again. */
  void sendCopy(ByteBuf bytes, int start, int end) {
    for (int from = start; from < end && failure == null; from += PIECE_BYTES) {
      int length = Math.min(end - from, PIECE_BYTES);
      send(channel.alloc().directBuffer(length).writeBytes(bytes, from, length));
    }
  }

  private void write(ByteBuf bytes) {
    busy = true;
    try {
      // In a connect handler, with a void promise, Netty would warn of every peer that is gone.
      channel.writeAndFlush(bytes, admitted ? channel.voidPromise() : channel.newPromise());
    } finally {
      busy = false;
    }
  }

  private void append(ByteBuf bytes, int length) {
    if (!limit.take(bytes)) {
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

  /** The loop has served others since the last write. */
  void newTurn() {
    bytesLeft = PIECE_BYTES_A_TURN;
  }

  /** In a new turn: hands over what Netty takes of what waits, and counts what it holds. */
  void writeMore() {
    newTurn();
    writePieces();
  }

  private void writePieces() {
    while (!waiting.isEmpty() && channel.isWritable() && bytesLeft > 0 && failure == null) {
      writePiece(waiting.element());
    }
    count();
  }

  private void writePiece(ByteBuf first) {
    int length = Math.min(PIECE_BYTES, first.readableBytes());
    if (!limit.take(length)) {
      failure = new PendingLimitException();
      return;
    }
    counted += length;
    ByteBuf piece = channel.alloc().directBuffer(length).writeBytes(first, length);
    waitingBytes -= length;
    bytesLeft -= length;
    if (!first.isReadable()) {
      drop(waiting.remove());
    }
    write(piece);
    count();
  }

  private void drop(ByteBuf written) {
    limit.giveBack(written);
    written.release();
  }

  private void count() {
    long held = heldByNetty();
    if (held == counted) {
      return;
    }
    if (held < counted) {
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
    Runnable callBack =
        () -> {
          notified = false;
          written.run();
        };
    busy = true;
    try {
      behindTls()
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener((ChannelFutureListener) done -> later(callBack));
    } finally {
      busy = false;
    }
  }

  /** Netty counts a message until its listeners have returned. */
  private void later(Runnable callBack) {
    if (bytesLeft > 0) {
      channel.eventLoop().execute(callBack);
    } else {
      channel.eventLoop().schedule(callBack, REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Tries again to write what Netty holds. */
  void flush() {
    busy = true;
    try {
      // An ordinary flush waits until java.nio announces room.
      if (channel.unsafe() instanceof AbstractNioChannel.NioUnsafe nio) {
        nio.forceFlush();
      } else {
        behindTls().flush();
      }
    } finally {
      busy = false;
    }
  }

  /** What is written is encrypted by then: TLS would make a record of nothing. */
  private ChannelOutboundInvoker behindTls() {
    ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
    return tls == null ? channel : tls;
  }

  /** Whether the channel is being written to: what it tells then is told to a caller of ours. */
  boolean isBusy() {
    return busy;
  }

  /** Why nothing more is to be written; null if nothing failed. */
  Throwable failure() {
    return failure;
  }

  /** Whether Netty has not got all of it yet. */
  boolean isGathered() {
    return !waiting.isEmpty();
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
