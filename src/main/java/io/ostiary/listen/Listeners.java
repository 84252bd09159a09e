package io.ostiary.listen;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The listening sockets of one verticle instance. Used on the instance's event loop only. The first
 * instance {@link #open opens} the addresses; the others {@link #join join} what it opened, and
 * connections are spread over all of them.
 */
public final class Listeners {

  private final Vertx vertx;
  private final Sockets sockets;
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * Makes listeners that are not open yet.
   *
   * @param door asked about each accepted connection
   */
  public Listeners(Vertx vertx, ListenOptions options, Door door) {
    this.vertx = vertx;
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    this.sockets =
        EpollLoop.suits(context)
            ? new LoopSockets(context, options, door)
            : new ChannelSockets(context, options, door);
  }

  /**
   * Listens on every address, in order. If one that is not optional fails, all that were opened are
   * closed again and the future fails with a {@link ListenException}; nobody was accepted then.
   *
   * @param port the port, or -1 to let the system choose one for all addresses
   */
  public Future<List<Endpoint>> open(List<BindAddress> addresses, int port) {
    return new AddressPlan(vertx, sockets.separateFamilies())
        .resolve(addresses)
        .compose(candidates -> openAll(candidates, 0, port))
        .compose(opened -> sockets.accept())
        .map(accepting -> List.copyOf(endpoints))
        .recover(failure -> close(Duration.ZERO).transform(closed -> Future.failedFuture(failure)));
  }

  /** Takes its share of the connections that arrive at endpoints which another instance opened. */
  public Future<Void> join(List<Endpoint> opened) {
    return Future.join(opened.stream().map(sockets::join).toList()).mapEmpty();
  }

  /**
   * Stops accepting, at once. Connections that are still open after {@code grace} are closed.
   *
   * @return done when all of this instance's sockets are closed
   */
  public Future<Void> close(Duration grace) {
    return sockets.close(grace);
  }

  private Future<Void> openAll(List<AddressPlan.Candidates> all, int next, int port) {
    if (next == all.size()) {
      return Future.succeededFuture();
    }
    return openFirst(all.get(next), 0, port)
        .compose(done -> openAll(all, next + 1, chosenOr(port)));
  }

  // A port that the system chose for the first address is every other's, too.
  private int chosenOr(int wanted) {
    return wanted < 0 && !endpoints.isEmpty() ? endpoints.get(0).port() : wanted;
  }

  /** A host name stands for the first of its addresses that can be bound. */
  private Future<Void> openFirst(AddressPlan.Candidates candidates, int next, int port) {
    InetAddress address = candidates.addresses().get(next);
    boolean last = next + 1 == candidates.addresses().size();
    return openOne(address, candidates.families(), port)
        .recover(
            cause -> {
              if (!last) {
                return openFirst(candidates, next + 1, port);
              }
              BindFailure failure = new BindFailure(address, port, cause);
              if (candidates.optional() && failure.isMissingAddress()) {
                failure.logSkipped();
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure.toException());
            });
  }

  private Future<Void> openOne(InetAddress address, Endpoint.Families families, int port) {
    if (endpoints.stream().anyMatch(endpoint -> endpoint.isAt(address, port))) {
      return Future.failedFuture(new BindException("bind names this address twice"));
    }
    return sockets.open(address, families, port).onSuccess(endpoints::add).mapEmpty();
  }
}
