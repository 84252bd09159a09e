package io.ostiary.bench;

/** The servers that are driven by turns, in the order of their turns. */
enum Kind {
  REDIS,
  OSTIARY,
  /** A bare epoll loop in C, for scale. */
  FLOOR
}
