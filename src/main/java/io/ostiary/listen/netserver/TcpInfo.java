package io.ostiary.listen.netserver;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Linux knows of TCP connections (tcp(7), TCP_INFO), where the transport lets us ask. One for
 * each listener, on its event loop.
 */
final class TcpInfo {

  private static final Logger log = LoggerFactory.getLogger(TcpInfo.class);

  // Linux's numbers: the level IPPROTO_TCP, the option, and the state after a reset.
  private static final int TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int TCP_CLOSE = 7;

  // Where the fields stand in struct tcp_info.
  private static final int STATE_OFFSET = 0;
  private static final int BYTES_ACKED_OFFSET = 120;
  private static final int LENGTH = 128;

  private final ByteBuffer info = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());

  /** Whether it can be asked of this channel. */
  static boolean isKnownOf(Channel channel) {
    return channel instanceof UnixChannel && channel instanceof SocketChannel;
  }

  /** Whether the connection is dead, as after a reset by the peer. */
  boolean isDead(Channel channel) {
    return channel.isOpen() && ask(channel) && info.get(STATE_OFFSET) == TCP_CLOSE;
  }

  /** How many bytes the peer's kernel has taken; 0 if that cannot be told. */
  long bytesTaken(Channel channel) {
    return ask(channel) ? info.getLong(BYTES_ACKED_OFFSET) : 0;
  }

  private boolean ask(Channel channel) {
    info.clear();
    info.putLong(BYTES_ACKED_OFFSET, 0); // An old kernel leaves it out.
    try {
      new Socket(((UnixChannel) channel).fd().intValue()).getRawOpt(TCP, TCP_INFO, info);
      return true;
    } catch (IOException e) {
      log.trace("Cannot ask about {}", channel, e);
      return false;
    }
  }
}
