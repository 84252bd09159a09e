package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * System calls on sockets that do not block. It is a bare descriptor as far as it can be: Netty's
 * {@code Socket} asks the kernel for its family first.
 */
final class SocketCalls {

  private static final Logger log = LoggerFactory.getLogger(SocketCalls.class);

  // Linux's numbers: the level IPPROTO_TCP, and holding back what is not a full segment.
  private static final int TCP = 6;
  private static final int TCP_CORK = 3;

  private SocketCalls() {}

  /** A new socket, not bound or connected yet, for addresses of this one's family. */
  static LinuxSocket stream(InetAddress address) throws IOException {
    boolean ipv6 = address instanceof Inet6Address;
    try {
      return LinuxSocket.newSocketStream(
          ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    } catch (ChannelException e) {
      // A kernel without IPv6, or no descriptor left.
      throw new IOException(e.getMessage(), e);
    }
  }

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
   * @param mostBytes what is beyond that stays in it
   * @return how many bytes were written
   */
  static int write(FileDescriptor socket, ByteBuf bytes, SharedBuffer pieces, int mostBytes)
      throws IOException {
    int start = bytes.readerIndex();
    int end = start + Math.min(mostBytes, bytes.readableBytes());
    int from = write(socket, bytes, start, end, pieces);
    bytes.readerIndex(from);
    return from - start;
  }

  private static void write(FileDescriptor socket, ByteBuf bytes) throws IOException {
    int start = bytes.readerIndex();
    bytes.readerIndex(start + writeDirect(socket, bytes, start, bytes.writerIndex()));
  }

  /**
   * Writes what the kernel takes of a range, and leaves the buffer as it is.
   *
   * @param pieces for a heap buffer
   * @return the index of the first byte that was not written
   */
  static int write(FileDescriptor socket, ByteBuf bytes, int start, int end, SharedBuffer pieces)
      throws IOException {
    return bytes.isDirect()
        ? start + writeDirect(socket, bytes, start, end)
        : writeHeap(socket, bytes, start, end, pieces);
  }

  private static int writeHeap(
      FileDescriptor socket, ByteBuf bytes, int start, int end, SharedBuffer pieces)
      throws IOException {
    ByteBuf piece = pieces.take();
    try {
      int from = start;
      int unwritten = 0;
      while (from < end && unwritten == 0) {
        int length = Math.min(end - from, EpollLoop.BUFFER_BYTES);
        piece.clear().writeBytes(bytes, from, length);
        write(socket, piece);
        unwritten = piece.readableBytes();
        from += length - unwritten;
      }
      return from;
    } finally {
      piece.release();
    }
  }

  private static int writeDirect(FileDescriptor socket, ByteBuf bytes, int start, int end)
      throws IOException {
    requireOpen(socket);
    try {
      if (bytes.hasMemoryAddress()) {
        return socket.writeAddress(bytes.memoryAddress(), start, end);
      }
      ByteBuffer content = bytes.internalNioBuffer(start, end - start);
      return socket.write(content, content.position(), content.limit());
    } catch (NotYetConnectedException e) {
      throw new IOException("the connection is gone", e);
    }
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
