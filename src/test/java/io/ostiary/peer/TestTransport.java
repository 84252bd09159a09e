package io.ostiary.peer;

import io.ostiary.listen.epoll.EpollLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.stream.Stream;

/** A transport with the fast path on or off. */
public enum TestTransport {
  /** The epoll listener. */
  FAST_PATH(Transport.EPOLL),
  /** A NetServer on epoll. */
  EPOLL(Transport.EPOLL),
  NIO(Transport.NIO),
  IO_URING(Transport.IO_URING);

  private static final int EVENT_LOOPS = 4;

  @SuppressWarnings("ImmutableEnumChecker") // It is immutable.
  private final Transport transport; // null: its classes are not there

  TestTransport(Transport transport) {
    this.transport = transport;
  }

  /** Those that work on this machine. */
  public static Stream<TestTransport> available() {
    return Arrays.stream(values()).filter(TestTransport::isAvailable);
  }

  /** The best one of this machine. */
  public static TestTransport best() {
    return FAST_PATH.isAvailable() ? FAST_PATH : NIO;
  }

  public boolean isAvailable() {
    return transport != null && transport.available();
  }

  /** Whether a NetServer accepts. */
  public boolean isNetServer() {
    return this != FAST_PATH;
  }

  /** A Vert.x with this transport. */
  public Vertx newVertx() {
    return newVertx(new VertxOptions());
  }

  /** The same with other options. */
  public Vertx newVertx(VertxOptions options) {
    return Vertx.builder()
        .with(options.setEventLoopPoolSize(EVENT_LOOPS))
        .withTransport(transport)
        .build();
  }

  /** Runs an action, such as a deployment, with the fast path on or off. */
  public <T, E extends Exception> T withFastPath(ThrowingCallable<T, E> action) throws E {
    System.setProperty(EpollLoop.FAST_PATH_PROPERTY, String.valueOf(this == FAST_PATH));
    try {
      return action.call();
    } finally {
      System.clearProperty(EpollLoop.FAST_PATH_PROPERTY);
    }
  }

  @FunctionalInterface
  public interface ThrowingCallable<T, E extends Exception> {

    T call() throws E;
  }
}
