package io.ostiary.listen.epoll;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Dialer;
import io.ostiary.net.PeerAddress;
import io.vertx.core.Completable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A socket that connects: the loop says when it can be written to, or why it never will be. */
final class EpollAttempt implements Dialer.Attempt, EpollIoHandle {

  private final EpollConnections connections;
  private final Socket socket;
  private final InetSocketAddress server;
  private final Completable<Connection> told;
  private IoRegistration registration;

  EpollAttempt(
      EpollConnections connections,
      Socket socket,
      InetSocketAddress server,
      Completable<Connection> told) {
    this.connections = connections;
    this.socket = socket;
    this.server = server;
    this.told = told;
  }

  /** Whatever it throws, the socket is the caller's to close. */
  void begin() throws IOException {
    socket.connect(server);
    registration = connections.loop().register(this);
    registration.submit(EpollIoOps.EPOLLOUT);
  }

  @Override
  public void handle(IoRegistration ignored, IoEvent event) {
    if (!registration.isValid()) {
      return; // cancelled since the event
    }
    EpollConnection connection;
    try {
      if (!socket.finishConnect()) {
        return;
      }
      connection = connected();
    } catch (Throwable e) { // Also an Error: nothing else would close it.
      cancel();
      told.fail(e);
      return;
    }
    told.succeed(connection);
  }

  private EpollConnection connected() throws IOException {
    if (connections.loop().isClosed()) {
      throw new IOException("the event loop has ended");
    }
    registration.cancel(); // The connection has one of its own.
    PeerAddress local = PeerAddress.of(socket.localAddress());
    EpollConnection connection =
        new EpollConnection(connections, socket, PeerAddress.of(server), local);
    connection.open();
    return connection;
  }

  @Override
  public void cancel() {
    SocketCalls.close(socket);
    registration.cancel();
  }

  /** The loop ends. */
  @Override
  public void close() {
    cancel();
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }
}
