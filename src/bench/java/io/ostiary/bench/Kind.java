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
  /** Ostiary with the JDK's own TLS instead of BoringSSL. */
  TLS_JDK,
  /** A bare epoll loop in C, for scale. */
  FLOOR,
  /** Ostiary as a gateway before a redis-server. */
  GATEWAY,
  /** Debian's nutcracker before it, which multiplexes, too. */
  NUTCRACKER,
  /** Debian's haproxy before it, which passes bytes on, one connection for each. */
  HAPROXY;

  boolean isJvm() {
    return this != REDIS && this != FLOOR && this != NUTCRACKER && this != HAPROXY;
  }

  /** Whether what it is asked is done by the redis-server behind it. */
  boolean isProxy() {
    return this == GATEWAY || this == NUTCRACKER || this == HAPROXY;
  }
}
