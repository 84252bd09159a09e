package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * System calls on a connected socket that does not block. It is a bare descriptor as far as it can
 * be: Netty's {@code Socket} asks the kernel for its family first.
 */
final class SocketCalls {

  private static final Logger log = LoggerFactory.getLogger(SocketCalls.class);

  // Linux's numbers: the level IPPROTO_TCP, and holding back what is not a full segment.
  private static final int TCP = 6;
  private static final int TCP_CORK = 3;

  private SocketCalls() {}

  /**
   * Reads what there is into the room that a direct buffer has.
   *
   * @return how many bytes came; 0 if there are none now, -1 if there will be none any more
   */
  static int read(FileDescriptor socket, ByteBuf bytes) throws IOException {
    requireOpen(socket);
    int start = bytes.writerIndex();
    int count;
    try {
      if (bytes.hasMemoryAddress()) {
        count = socket.readAddress(bytes.memoryAddress(), start, bytes.capacity());
      } else {
        ByteBuffer room = bytes.internalNioBuffer(start, bytes.capacity() - start);
        count = socket.read(room, room.position(), room.limit());
      }
    } catch (NotYetConnectedException e) {
      throw new IOException("the connection is gone", e);
    }
    bytes.writerIndex(start + Math.max(0, count));
    return count;
  }

  /**
   * Writes what the kernel takes, which the buffer then no longer has; from a heap buffer in
   * pieces, for which there is a shared buffer.
   *
   * @param mostBytes of a heap buffer, about; what is beyond that stays in it
   * @return how many bytes of a heap buffer were written
   */
  static int write(FileDescriptor socket, ByteBuf bytes, SharedBuffer pieces, int mostBytes)
      throws IOException {
    if (bytes.isDirect()) {
      write(socket, bytes);
      return 0;
    }
    ByteBuf piece = pieces.take();
    int start = bytes.readerIndex();
    try {
      int unwritten = 0;
      while (bytes.isReadable() && unwritten == 0 && bytes.readerIndex() - start < mostBytes) {
        int length = Math.min(bytes.readableBytes(), EpollLoop.BUFFER_BYTES);
        piece.clear().writeBytes(bytes, bytes.readerIndex(), length);
        write(socket, piece);
        unwritten = piece.readableBytes();
        bytes.skipBytes(length - unwritten);
      }
      return bytes.readerIndex() - start;
    } finally {
      piece.release();
    }
  }

  private static void write(FileDescriptor socket, ByteBuf bytes) throws IOException {
    requireOpen(socket);
    int start = bytes.readerIndex();
    int end = bytes.writerIndex();
    int count;
    try {
      if (bytes.hasMemoryAddress()) {
        count = socket.writeAddress(bytes.memoryAddress(), start, end);
      } else {
        ByteBuffer content = bytes.internalNioBuffer(start, end - start);
        count = socket.write(content, content.position(), content.limit());
      }
    } catch (NotYetConnectedException e) {
      throw new IOException("the connection is gone", e);
    }
    bytes.readerIndex(start + count);
  }

  /**
   * Writes what the kernel takes of a final reply. If that is all of it, the end goes with it, in
   * the same segment: one packet to send and to answer instead of two.
   *
   * @param finalReply a direct buffer
   */
  static void end(FileDescriptor socket, ByteBuf finalReply) throws IOException {
    requireOpen(socket);
    try {
      Socket corked = new Socket(socket.intValue());
      cork(corked, true);
      write(socket, finalReply);
      if (finalReply.isReadable()) {
        cork(corked, false);
      } else {
        corked.shutdown(false, true);
      }
    } catch (ChannelException | NotYetConnectedException e) {
      throw new IOException("the connection is gone", e);
    }
  }

  private static void cork(Socket socket, boolean on) {
    try {
      socket.setIntOpt(TCP, TCP_CORK, on ? 1 : 0);
    } catch (IOException e) {
      // It saves a packet, nothing else.
      log.trace("Cannot cork {}", socket, e);
    }
  }

  /** Tells the peer that nothing more comes. */
  static void shutOutput(FileDescriptor socket) {
    try {
      requireOpen(socket);
      new Socket(socket.intValue()).shutdown(false, true);
    } catch (IOException | ChannelException | NotYetConnectedException e) {
      log.trace("The peer of {} is gone already", socket, e);
    }
  }

  /** Gives the descriptor back. */
  static void close(FileDescriptor socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The kernel has given it back all the same.
      log.debug("Closing {} failed", socket, e);
    }
  }

  /** A number that was given back may be another connection's by now. */
  private static void requireOpen(FileDescriptor socket) throws IOException {
    if (!socket.isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
