package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.ostiary.net.PeerAddress;
import java.net.InetSocketAddress;

/**
 * The connection that a listening socket has just accepted. One after the other is in here, so that
 * one that is turned away costs next to no object.
 */
final class EpollArriving implements Arriving {

  private final EpollLoop loop;
  private final InetSocketAddress bound;
  private final PeerAddress boundAddress;
  private final AcceptBuffer peer = new AcceptBuffer();
  private FileDescriptor socket; // null: nobody, or decided about
  private PeerAddress remoteAddress = PeerAddress.unknown();
  private boolean refused;

  /**
   * Nobody is there yet.
   *
   * @param bound what the listening socket is bound to
   */
  EpollArriving(EpollLoop loop, InetSocketAddress bound) {
    this.loop = loop;
    this.bound = bound;
    this.boundAddress = PeerAddress.of(bound);
  }

  /** Where {@code accept} is to leave the peer's address, before the peer {@link #arrives}. */
  byte[] peer() {
    return peer.raw();
  }

  /** Somebody stands before the door, and the descriptor is in here until that is decided. */
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
  public Connection enter() {
    PeerAddress local = localAddress();
    EpollConnection wire = new EpollConnection(loop, taken(), remoteAddress, local);
    wire.open();
    return wire;
  }

  private PeerAddress localAddress() {
    if (!bound.getAddress().isAnyLocalAddress()) {
      return boundAddress;
    }
    return PeerAddress.of(new Socket(undecided().intValue()).localAddress());
  }

  @Override
  public ByteBuf output() {
    return loop.output();
  }

  @Override
  public void refuse(ByteBuf lastWords) {
    refused = true;
    loop.refusals().refuse(taken(), lastWords);
  }

  /** Whether the last who arrived was turned away. */
  boolean wasRefused() {
    return refused;
  }

  /** Also to be called when everything went well, and then does nothing. */
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
