package io.ostiary.listen.netserver;

import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.ListenOptions;
import io.vertx.core.Future;
import io.vertx.core.impl.transports.IoUringTransport;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.ArrayList;
import java.util.List;

/** The connections of one listener or dialer. On its event loop only. */
final class ChannelConnections {

  /** How often io_uring's connections are looked at: Netty misses some resets there. */
  private static final long DEAD_CHECK_MILLIS = 500;

  private static final long NONE = -1;

  private final ContextInternal context;
  private final ListenOptions options;
  private final TcpInfo tcpInfo = new TcpInfo();
  private final ConnectionList<ChannelConnection> open = new ConnectionList<>();
  private long deadCheck = NONE;

  ChannelConnections(ContextInternal context, ListenOptions options) {
    this.context = context;
    this.options = options;
    if (context.owner().transport() instanceof IoUringTransport) {
      deadCheck =
          context
              .owner()
              .setPeriodic(DEAD_CHECK_MILLIS, tick -> open.forEach(ChannelConnection::failIfDead));
    }
  }

  ContextInternal context() {
    return context;
  }

  ListenOptions options() {
    return options;
  }

  TcpInfo tcpInfo() {
    return tcpInfo;
  }

  void opened(ChannelConnection connection) {
    open.add(connection);
  }

  void closed(ChannelConnection connection) {
    open.remove(connection);
  }

  void closeAll() {
    open.forEach(ChannelConnection::close);
  }

  /** Closes all; done when their sockets are closed. There will be no more of them. */
  Future<Void> close() {
    List<Future<Void>> closed = new ArrayList<>();
    open.forEach(
        connection -> {
          PromiseInternal<Void> promise = context.promise();
          connection.channel().closeFuture().addListener(promise);
          closed.add(promise.future());
          connection.close();
        });
    end();
    return Future.join(closed).mapEmpty();
  }

  /** There will be no more of them. */
  void end() {
    context.owner().cancelTimer(deadCheck);
  }
}
