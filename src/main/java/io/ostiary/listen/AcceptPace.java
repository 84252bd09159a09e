package io.ostiary.listen;

import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;

/**
 * How many connections one turn of an accepting loop takes before it serves other events: {@code
 * max-new-connections-per-cycle}. Where a loop accepts for itself, the first who is turned away
 * ends a turn. Shared by all listeners; a change holds from the next turn on. Safe from any thread.
 */
public final class AcceptPace {

  // To Netty, a connection is a message that the server channel reads.
  private final ServerChannelRecvByteBufAllocator messages =
      new ServerChannelRecvByteBufAllocator();

  public AcceptPace(int connectionsPerTurn) {
    set(connectionsPerTurn);
  }

  /** Changes the pace of all listeners. */
  public void set(int connectionsPerTurn) {
    messages.maxMessagesPerRead(connectionsPerTurn);
  }

  int connectionsPerTurn() {
    return messages.maxMessagesPerRead();
  }

  RecvByteBufAllocator allocator() {
    return messages;
  }
}
