package io.ostiary.settings;

/** What event loops are to wait with; {@code AUTO} leaves it to the program. */
public enum TransportChoice {
  AUTO,
  EPOLL,
  IO_URING,
  NIO
}
