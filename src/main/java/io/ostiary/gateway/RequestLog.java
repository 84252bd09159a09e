package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ostiary.listen.Connection;

/**
 * The requests of one upstream connection from when they are gathered until they are answered: what
 * was not sent, or may be sent again, is still here when the connection is lost. On one event loop.
 */
final class RequestLog {

  private static final int FIRST_BYTES = 16 * 1024;

  /** Answered requests before those that are not are dropped when they are so many bytes. */
  private static final int MOST_ANSWERED_BYTES = 64 * 1024;

  /** What is kept when all is answered; a burst does not hold its memory. */
  private static final int MOST_IDLE_BYTES = 256 * 1024;

  private final ByteBufAllocator allocator;
  private ByteBuf bytes; // from the reader index on: not answered yet; null: nothing is held
  private int sent; // everything before this index was handed to a connection

  RequestLog(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** The buffer that the next request is appended to. */
  ByteBuf buffer() {
    if (bytes == null) {
      bytes = allocator.directBuffer(FIRST_BYTES);
      sent = 0;
    } else if (bytes.readerIndex() > MOST_ANSWERED_BYTES && !hasMuchRoom()) {
      int before = bytes.readerIndex();
      bytes.discardReadBytes();
      sent -= before;
    }
    return bytes;
  }

  private boolean hasMuchRoom() {
    return bytes.writableBytes() > bytes.capacity() / 4;
  }

  /** The bytes of all requests that are not answered. */
  int size() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  /** The bytes of those that were handed to a connection. */
  int sentBytes() {
    return bytes == null ? 0 : sent - bytes.readerIndex();
  }

  /** Sends what was gathered. */
  void flushTo(Connection connection) {
    if (bytes != null && sent < bytes.writerIndex()) {
      int from = sent;
      sent = bytes.writerIndex();
      connection.send(bytes, from, sent);
    }
  }

  /** The oldest request, of so many bytes; good until something is added. */
  ByteBuf oldest(int length) {
    return bytes.slice(bytes.readerIndex(), length);
  }

  /** The oldest request, of so many bytes, is answered. */
  void answered(int length) {
    bytes.skipBytes(length);
    if (!bytes.isReadable()) {
      if (bytes.capacity() > MOST_IDLE_BYTES) {
        release();
      } else {
        bytes.clear();
        sent = 0;
      }
    }
  }

  /** Gives everything back, and the bytes that are not answered to the caller; maybe null. */
  ByteBuf take() {
    ByteBuf taken = bytes;
    bytes = null;
    return taken;
  }

  /** Gives everything back. */
  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
