package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One system call each: what is done with a connected socket that does not block. It is a bare
 * descriptor as far as it can be: Netty's {@code Socket} asks the kernel for its family first.
 */
final class SocketCalls {

  private static final Logger log = LoggerFactory.getLogger(SocketCalls.class);

  private SocketCalls() {}

  /**
   * Reads what there is into the room that a direct buffer has.
   *
   * @return how many bytes came; 0 if there are none now, -1 if there will be none any more
   */
  static int read(FileDescriptor socket, ByteBuf bytes) throws IOException {
    int start = bytes.writerIndex();
    int count;
    try {
      if (bytes.hasMemoryAddress()) {
        count = socket.readAddress(bytes.memoryAddress(), start, bytes.capacity());
      } else {
        int room = bytes.capacity() - start;
        count = socket.read(bytes.internalNioBuffer(start, room), start, bytes.capacity());
      }
    } catch (NotYetConnectedException e) {
      throw new IOException("the connection is gone", e);
    }
    bytes.writerIndex(start + Math.max(0, count));
    return count;
  }

  /** Writes what the kernel takes, which the buffer then no longer has. */
  static void write(FileDescriptor socket, ByteBuf bytes) throws IOException {
    int start = bytes.readerIndex();
    int end = bytes.writerIndex();
    int count;
    try {
      if (bytes.hasMemoryAddress()) {
        count = socket.writeAddress(bytes.memoryAddress(), start, end);
      } else {
        count = socket.write(bytes.internalNioBuffer(start, end - start), start, end);
      }
    } catch (NotYetConnectedException e) {
      throw new IOException("the connection is gone", e);
    }
    bytes.readerIndex(start + count);
  }

  /** Tells the peer that nothing more comes. */
  static void shutOutput(FileDescriptor socket) {
    try {
      new Socket(socket.intValue()).shutdown(false, true);
    } catch (IOException | NotYetConnectedException e) {
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
}
