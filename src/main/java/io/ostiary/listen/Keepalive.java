package io.ostiary.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP keepalive as Redis sets it: the first probe after the period, then one every third of it, and
 * three unanswered ones close the connection.
 */
final class Keepalive {

  private static final Logger log = LoggerFactory.getLogger(Keepalive.class);

  private static final int PROBES = 3;

  // Linux's numbers: level IPPROTO_TCP, then TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT.
  private static final ChannelOption<Integer> IDLE = tcpOption("TCP_KEEPIDLE", 4);
  private static final ChannelOption<Integer> INTERVAL = tcpOption("TCP_KEEPINTVL", 5);
  private static final ChannelOption<Integer> COUNT = tcpOption("TCP_KEEPCNT", 6);

  private static final ChannelOption<Integer> NIO_IDLE =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);
  private static final ChannelOption<Integer> NIO_INTERVAL =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL);
  private static final ChannelOption<Integer> NIO_COUNT =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT);

  private Keepalive() {}

  static void set(Channel channel, Duration period) {
    ChannelConfig config = channel.config();
    int idleSeconds = (int) period.toSeconds();
    int intervalSeconds = Math.max(1, idleSeconds / 3);
    boolean natively = channel instanceof UnixChannel;
    try {
      config.setOption(ChannelOption.SO_KEEPALIVE, true);
      config.setOption(natively ? IDLE : NIO_IDLE, idleSeconds);
      config.setOption(natively ? INTERVAL : NIO_INTERVAL, intervalSeconds);
      config.setOption(natively ? COUNT : NIO_COUNT, PROBES);
    } catch (ChannelException e) {
      // A peer that is gone already: the first read tells.
      log.debug("Cannot set keepalive for {}", channel.remoteAddress(), e);
    }
  }

  private static ChannelOption<Integer> tcpOption(String name, int number) {
    return new IntegerUnixChannelOption(name, 6, number);
  }
}
