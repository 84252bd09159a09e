package io.ostiary.listen.epoll;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;
import io.ostiary.listen.AcceptFailures;
import io.ostiary.listen.AcceptGate;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Keepalive;
import io.ostiary.listen.ListenOptions;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket of one loop, which accepts for that loop alone. */
final class EpollAcceptor implements EpollIoHandle {

  private static final Logger log = LoggerFactory.getLogger(EpollAcceptor.class);

  /** What Linux says of a connection that its peer gave up before it was accepted. */
  private static final int ECONNABORTED = -103;

  /** As many as Linux keeps waiting by default (net.core.somaxconn). */
  private static final int MOST_DRAINED = 4096;

  private static final int NONE = -1;

  private final EpollLoop loop;
  private final Socket socket;
  private final boolean owned;
  private final InetSocketAddress bound;
  private final ListenOptions options;
  private final Consumer<Arriving> onArrival;
  private final EpollArriving arriving;
  private final AcceptGate gate;
  private final Runnable turn = this::turn;
  private final Runnable goOn = this::goOn;
  private IoRegistration registration;
  private boolean turnIsDue;

  // Linux gives an accepted connection the options that its listening socket had when it came.
  private Duration inherited = Duration.ZERO;
  private boolean earlierWait;

  /**
   * Takes a bound socket that listens already.
   *
   * @param owned whether it is closed in the end; what was handed over may be wanted again
   * @param bound what it is bound to
   */
  EpollAcceptor(
      AcceptedConnections connections,
      Socket socket,
      boolean owned,
      InetSocketAddress bound,
      Consumer<Arriving> onArrival,
      AcceptGate gate) {
    this.gate = gate;
    this.loop = connections.loop();
    this.socket = socket;
    this.owned = owned;
    this.bound = bound;
    this.arriving = new EpollArriving(connections, bound);
    this.options = connections.options();
    this.onArrival = onArrival;
  }

  /** Accepts from now on. */
  void begin() {
    registration = loop.register(this);
    registration.submit(EpollIoOps.EPOLLIN);
  }

  /** Lets other sockets of this user be bound to its address. */
  void sharePort() throws IOException {
    socket.setReusePort(true);
  }

  /** Linux takes another backlog from a socket that listens already. */
  void backlog(int connections) {
    try {
      socket.listen(connections);
    } catch (IOException e) {
      log.warn("{} keeps its backlog: {}", NetUtil.toSocketAddressString(bound), e.getMessage());
    }
  }

  /** Accepts those who wait; they would be reset when the socket is closed. */
  void drain() {
    if (registration == null) {
      return;
    }
    ContextInternal previous = loop.context().beginDispatch();
    try {
      inheritKeepalive();
      int descriptor = accept();
      for (int left = MOST_DRAINED; left > 0 && descriptor >= 0; left--) {
        decide(descriptor);
        descriptor = left > 1 ? accept() : NONE;
      }
    } catch (Throwable e) { // The socket is closed all the same.
      AcceptFailures.log(NetUtil.toSocketAddressString(bound), e);
    } finally {
      loop.context().endDispatch(previous);
    }
  }

  /**
   * Accepts after the events that the loop has heard of were served, so that a request waits for
   * one turn of accepting at most, not two.
   */
  @Override
  public void handle(IoRegistration ignored, IoEvent event) {
    if (!turnIsDue) {
      loop.later(turn);
      turnIsDue = true;
    }
  }

  private void turn() {
    turnIsDue = false;
    if (!registration.isValid()) {
      return; // closed since the event
    }
    ContextInternal previous = loop.context().beginDispatch();
    try {
      takeTurn();
    } catch (Throwable e) { // Rest: the same error would repeat at once.
      rest(e);
    } finally {
      loop.context().endDispatch(previous);
    }
  }

  /** As many as the pace says, but none after a refusal, which takes as long as several. */
  private void takeTurn() throws IOException {
    inheritKeepalive();
    for (int left = options.pace().connectionsPerTurn(); left > 0; left--) {
      if (!gate.enter(goOn)) {
        registration.submit(EpollConnection.NOTHING);
        return;
      }
      if (!acceptOne() || arriving.wasRefused()) {
        return;
      }
    }
  }

  /** Whether one was waiting. */
  private boolean acceptOne() throws IOException {
    try {
      int descriptor = accept();
      if (descriptor < 0) {
        earlierWait = false;
        return false;
      }
      decide(descriptor);
      return true;
    } finally {
      gate.leave();
    }
  }

  /** There may be room again; from any thread. */
  private void goOn() {
    loop.later(
        () -> {
          if (registration.isValid()) {
            registration.submit(EpollIoOps.EPOLLIN);
          }
        });
  }

  /** The descriptor of the next connection that waits, -1 if none does. */
  private int accept() throws IOException {
    while (true) {
      try {
        return socket.accept(arriving.peer());
      } catch (Errors.NativeIoException e) {
        if (e.expectedErr() != ECONNABORTED) {
          throw e;
        }
      }
    }
  }

  private void decide(int descriptor) {
    try {
      arriving.arrives(descriptor);
      if (earlierWait) {
        Keepalive.set(new Socket(descriptor), inherited);
      }
      onArrival.accept(arriving);
    } catch (Throwable e) { // It concerns this connection alone.
      log.error("Letting in a connection failed; closing it", e);
    } finally {
      arriving.close();
    }
  }

  /** Connections that wait already have what the listening socket had before. */
  private void inheritKeepalive() {
    Duration period = options.keepalive().get();
    if (!period.equals(inherited)) {
      Keepalive.set(socket, period);
      inherited = period;
      earlierWait = true;
    }
  }

  private void rest(Throwable cause) {
    // The end of the rest first, in case that there is no memory for it.
    loop.delay(
        options.timing().acceptRest(),
        () -> {
          if (registration.isValid()) {
            registration.submit(EpollIoOps.EPOLLIN);
          }
        });
    registration.submit(EpollConnection.NOTHING);
    AcceptFailures.log(NetUtil.toSocketAddressString(bound), cause);
  }

  /** Accepts no more; the system resets connections that still wait. */
  @Override
  public void close() {
    if (owned) {
      SocketCalls.close(socket);
    }
    if (registration != null) {
      registration.cancel();
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }
}
