package io.ostiary.listen.epoll;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.listen.Dialer;
import io.ostiary.listen.Keepalive;
import io.ostiary.listen.ListenOptions;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Connects by plain TCP on a loop that waits with epoll, as {@link EpollListener} accepts. */
public final class EpollDialer implements Dialer, EpollLoop.User {

  private final EpollLoop loop;
  private final ListenOptions options;
  private final EpollConnections connections;

  /** Has no connection yet. */
  public EpollDialer(EpollLoop loop, ListenOptions options) {
    this.loop = loop;
    this.options = options;
    this.connections = new EpollConnections(loop, options);
    loop.add(this);
  }

  @Override
  public Attempt dial(
      Destination destination, Optional<InetAddress> address, Completable<Connection> told) {
    Destination.Tcp tcp = (Destination.Tcp) destination;
    InetSocketAddress server = new InetSocketAddress(address.orElseThrow(), tcp.port());
    try {
      return begin(server, told);
    } catch (IOException | RuntimeException e) {
      ScheduledFuture<?> telling = loop.after(Duration.ZERO, () -> told.fail(e));
      return () -> telling.cancel(false);
    }
  }

  private Attempt begin(InetSocketAddress server, Completable<Connection> told) throws IOException {
    if (loop.isClosed()) {
      throw new IOException("the event loop has ended");
    }
    LinuxSocket socket = SocketCalls.stream(server.getAddress());
    try {
      socket.setTcpNoDelay(true);
      Keepalive.set(socket, options.keepalive().get());
      EpollAttempt attempt = new EpollAttempt(connections, socket, server, told);
      attempt.begin();
      return attempt;
    } catch (IOException | RuntimeException e) {
      SocketCalls.close(socket);
      throw e;
    }
  }

  @Override
  public Future<Void> close() {
    return close(Duration.ZERO);
  }

  @Override
  public Future<Void> close(Duration grace) {
    Future<Void> closing = connections.close(grace);
    closing.onComplete(done -> loop.remove(this));
    return closing;
  }
}
