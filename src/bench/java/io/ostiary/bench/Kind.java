package io.ostiary.bench;

/** The servers that are driven by turns, in the order of their turns. */
enum Kind {
  REDIS,
  OSTIARY,
  /** Ostiary as another jar has it: the one that was named with --jar. */
  OTHER,
  /** Ostiary with a NetServer where it would have sockets of its own, on epoll. */
  NET_SERVER,
  /** Ostiary by java.nio, where every listener is a NetServer. */
  NIO,
  /** A bare epoll loop in C, for scale. */
  FLOOR;

  boolean isJvm() {
    return this != REDIS && this != FLOOR;
  }
}
