package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Entrance;
import io.ostiary.net.PeerAddress;
import java.net.InetSocketAddress;

/**
 * The connection that a listening socket has just accepted. It holds one after the other, so that a
 * refusal makes next to no object.
 */
final class EpollArriving implements Arriving {

  private final AcceptedConnections connections;
  private final InetSocketAddress bound;
  private final PeerAddress boundAddress;
  private final AcceptBuffer peer = new AcceptBuffer();
  private FileDescriptor socket; // null: none, or decided about
  private PeerAddress remoteAddress = PeerAddress.unknown();
  private boolean refused;

  /**
   * Holds none yet.
   *
   * @param bound what the listening socket is bound to
   */
  EpollArriving(AcceptedConnections connections, InetSocketAddress bound) {
    this.connections = connections;
    this.bound = bound;
    this.boundAddress = PeerAddress.of(bound);
  }

  /** Where {@code accept} is to leave the peer's address, before the peer {@link #arrives}. */
  byte[] peer() {
    return peer.raw();
  }

  /** Takes an accepted descriptor, until it is decided about. */
  void arrives(int descriptor) {
    socket = new FileDescriptor(descriptor);
    remoteAddress = peer.peer();
    refused = false;
  }

  @Override
  public PeerAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void enter(Entrance entrance) {
    PeerAddress local = localAddress();
    EpollConnection connection = new EpollConnection(connections, taken(), remoteAddress, local);
    connection.open();
    entrance.entered(connection);
  }

  private PeerAddress localAddress() {
    if (!bound.getAddress().isAnyLocalAddress()) {
      return boundAddress;
    }
    return PeerAddress.of(new Socket(undecided().intValue()).localAddress());
  }

  @Override
  public ByteBuf output() {
    return connections.loop().output();
  }

  @Override
  public void refuse(ByteBuf finalReply) {
    refused = true;
    connections.refusals().refuse(taken(), finalReply);
  }

  /** Whether the last one was refused. */
  boolean wasRefused() {
    return refused;
  }

  /** Does nothing when it was decided about. */
  @Override
  public void close() {
    if (socket != null) {
      SocketCalls.close(taken());
    }
  }

  private FileDescriptor taken() {
    FileDescriptor taken = undecided();
    socket = null;
    return taken;
  }

  private FileDescriptor undecided() {
    if (socket == null) {
      throw new IllegalStateException("this connection was decided about already");
    }
    return socket;
  }
}
