package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.LoopConnection;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.ContextInternal;

/** What a connection is on epoll, apart from how it reads and writes. On its event loop only. */
abstract class EpollSocket extends LoopConnection implements EpollIoHandle {

  private final EpollConnections owner;
  private final FileDescriptor socket;
  private final PeerAddress remoteAddress;
  private final PeerAddress localAddress;

  EpollSocket(
      EpollConnections owner,
      FileDescriptor socket,
      PeerAddress remoteAddress,
      PeerAddress localAddress) {
    this.owner = owner;
    this.socket = socket;
    this.remoteAddress = remoteAddress;
    this.localAddress = localAddress;
  }

  final EpollConnections owner() {
    return owner;
  }

  final EpollLoop loop() {
    return owner.loop();
  }

  @Override
  protected final ContextInternal context() {
    return loop().context();
  }

  @Override
  protected final ListenOptions options() {
    return owner.options();
  }

  @Override
  public final PeerAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public final PeerAddress localAddress() {
    return localAddress;
  }

  @Override
  public final int descriptor() {
    return socket.intValue();
  }

  @Override
  public final ByteBufAllocator allocator() {
    return loop().allocator();
  }

  @Override
  public final ByteBuf output() {
    return loop().output();
  }

  @Override
  protected final void shutOutput() {
    if (!isClosed()) {
      SocketCalls.shutOutput(socket);
    }
  }

  @Override
  protected final void left() {
    owner.closed(this);
  }

  @Override
  public final FileDescriptor fd() {
    return socket;
  }

  @Override
  public final String toString() {
    return "the connection at descriptor " + descriptor();
  }
}
