package io.ostiary.listen;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket of one loop, which accepts for that loop alone. */
final class EpollAcceptor implements EpollIoHandle {

  private static final Logger log = LoggerFactory.getLogger(EpollAcceptor.class);

  /** How long accepting rests after a failure: most likely there are no descriptors left. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** What Linux says of a connection that its peer gave up before it was accepted. */
  private static final int ECONNABORTED = -103;

  private final EpollLoop loop;
  private final Socket socket;
  private final InetSocketAddress bound;
  private final ListenOptions options;
  private final Door door;
  private final EpollArriving atDoor;
  private final Runnable turn = this::turn;
  private IoRegistration registration;
  private boolean turnIsDue;

  // Linux gives an accepted connection the options that its listening socket had when it came.
  private Duration inherited = Duration.ZERO;
  private boolean earlierWait;

  /**
   * Takes a bound socket that listens already.
   *
   * @param bound what it is bound to
   */
  EpollAcceptor(
      EpollLoop loop, Socket socket, InetSocketAddress bound, ListenOptions options, Door door) {
    this.loop = loop;
    this.socket = socket;
    this.bound = bound;
    this.atDoor = new EpollArriving(loop, bound);
    this.options = options;
    this.door = door;
  }

  /** The port it is bound to. */
  int port() {
    return bound.getPort();
  }

  /** Accepts from now on. */
  void begin() {
    registration = loop.register(this);
    registration.submit(EpollIoOps.EPOLLIN);
  }

  /**
   * Those inside first: newcomers have their turn when everybody else whom the loop has heard of
   * was served. One who asks while others arrive then waits for one turn of theirs at most, not
   * two.
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
      return; // closed since the loop has heard of somebody
    }
    ContextInternal previous = loop.context().beginDispatch();
    try {
      takeTurn();
    } catch (Throwable e) { // Whatever it is, it would come again at once.
      rest(e);
    } finally {
      loop.context().endDispatch(previous);
    }
  }

  /** As many as the pace says, but nobody after one who is turned away: that takes long enough. */
  private void takeTurn() throws IOException {
    inheritKeepalive();
    for (int left = options.pace().connectionsPerTurn(); left > 0; left--) {
      int descriptor = accept();
      if (descriptor < 0) {
        earlierWait = false;
        return;
      }
      decide(descriptor);
      if (atDoor.wasRefused()) {
        return;
      }
    }
  }

  /** The descriptor of the next connection that waits, -1 if none does. */
  private int accept() throws IOException {
    while (true) {
      try {
        return socket.accept(atDoor.peer());
      } catch (Errors.NativeIoException e) {
        if (e.expectedErr() != ECONNABORTED) {
          throw e;
        }
      }
    }
  }

  private void decide(int descriptor) {
    try {
      atDoor.arrives(descriptor);
      if (earlierWait) {
        Keepalive.set(new Socket(descriptor), inherited);
      }
      door.arrived(atDoor);
    } catch (Throwable e) { // It concerns this connection alone.
      log.error("Letting in a connection failed; closing it", e);
    } finally {
      atDoor.close();
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
    // First of all the end of the rest, in case that there is no memory for it.
    loop.delay(
        REST,
        () -> {
          if (registration.isValid()) {
            registration.submit(EpollIoOps.EPOLLIN);
          }
        });
    registration.submit(EpollConnection.NOTHING);
    AcceptFailures.log(BindAddress.text(bound.getAddress(), bound.getPort()), cause);
  }

  /** Accepts nobody any more; whoever still waits is turned away by the system. */
  @Override
  public void close() {
    SocketCalls.close(socket);
    if (registration != null) {
      registration.cancel();
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }
}
