package io.ostiary.listen;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the accepts that fail, which no handler of a {@code NetServer} does. Stands last in the
 * pipeline of a listening socket, behind Netty's own handler, which pauses accepting for a second
 * and then goes on. One for all listeners; safe from any thread.
 */
@Sharable
final class AcceptFailures extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(AcceptFailures.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    long now = System.nanoTime();
    long until = quietUntil.get();
    // In a shortage every listener fails every second: one line tells as much as many.
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
      log.warn(
          "Cannot accept a connection on {}: {}. New clients wait until it is mended; those inside"
              + " are served.",
          context.channel().localAddress(),
          cause.getMessage());
    }
  }
}
