package io.ostiary.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP keepalive as Redis sets it: the first probe after the period, then one every third of it, and
 * three unanswered ones close the connection.
 */
public final class Keepalive {

  private static final Logger log = LoggerFactory.getLogger(Keepalive.class);

  private static final int PROBES = 3;

  // Linux's numbers; the first is the level IPPROTO_TCP.
  private static final int TCP = 6;
  private static final int TCP_KEEPIDLE = 4;
  private static final int TCP_KEEPINTVL = 5;
  private static final int TCP_KEEPCNT = 6;

  private static final ChannelOption<Integer> IDLE = tcpOption("TCP_KEEPIDLE", TCP_KEEPIDLE);
  private static final ChannelOption<Integer> INTERVAL = tcpOption("TCP_KEEPINTVL", TCP_KEEPINTVL);
  private static final ChannelOption<Integer> COUNT = tcpOption("TCP_KEEPCNT", TCP_KEEPCNT);

  private static final ChannelOption<Integer> NIO_IDLE =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);
  private static final ChannelOption<Integer> NIO_INTERVAL =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL);
  private static final ChannelOption<Integer> NIO_COUNT =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT);

  private Keepalive() {}

  /** Of a connection. */
  public static void set(Channel channel, Duration period) {
    ChannelConfig config = channel.config();
    boolean natively = channel instanceof UnixChannel;
    try {
      config.setOption(ChannelOption.SO_KEEPALIVE, true);
      config.setOption(natively ? IDLE : NIO_IDLE, idleSeconds(period));
      config.setOption(natively ? INTERVAL : NIO_INTERVAL, intervalSeconds(period));
      config.setOption(natively ? COUNT : NIO_COUNT, PROBES);
    } catch (ChannelException e) {
      // A peer that is gone already: the first read tells.
      log.debug("Cannot set keepalive for {}", channel.remoteAddress(), e);
    }
  }

  /** Of a connection, or of a listening socket for those it accepts; zero turns it off. */
  public static void set(Socket socket, Duration period) {
    try {
      socket.setKeepAlive(!period.isZero());
      if (!period.isZero()) {
        socket.setIntOpt(TCP, TCP_KEEPIDLE, idleSeconds(period));
        socket.setIntOpt(TCP, TCP_KEEPINTVL, intervalSeconds(period));
        socket.setIntOpt(TCP, TCP_KEEPCNT, PROBES);
      }
    } catch (IOException e) {
      log.debug("Cannot set keepalive for {}", socket, e);
    }
  }

  private static int idleSeconds(Duration period) {
    return (int) period.toSeconds();
  }

  private static int intervalSeconds(Duration period) {
    return Math.max(1, idleSeconds(period) / PROBES);
  }

  private static ChannelOption<Integer> tcpOption(String name, int number) {
    return new IntegerUnixChannelOption(name, TCP, number);
  }
}
