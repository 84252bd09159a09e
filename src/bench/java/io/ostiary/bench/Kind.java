package io.ostiary.bench;

/** The kinds of servers, in the order of their turns. */
enum Kind {
  REDIS,
  OSTIARY,
  /** Another Ostiary: the jar of --jar. */
  OTHER,
  /** Ostiary on epoll with a NetServer instead of its own listener. */
  NET_SERVER,
  /** Ostiary on java.nio, with a NetServer. */
  NIO,
  /** A bare epoll loop in C, for scale. */
  FLOOR;

  boolean isJvm() {
    return this != REDIS && this != FLOOR;
  }
}
