package io.ostiary.gateway;

import io.ostiary.peer.Peer;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that increments a counter of its own, and adds up what it was told, until it stops. */
final class Counting implements AutoCloseable {

  private final Peer peer;
  private final String key;
  private final Thread thread;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger perhapsDone = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean stopped;
  private volatile Throwable failure;

  Counting(int port, String key) {
    this.peer = Peer.to(port);
    this.key = key;
    this.thread = new Thread(this::run, "counts " + key);
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        count(peer.ask("INCR " + key));
      }
    } catch (RuntimeException | AssertionError e) {
      failure = e;
    }
  }

  private void count(String reply) {
    if (reply.startsWith(":")) {
      done.incrementAndGet();
    } else if (reply.endsWith("the command may have run")) {
      perhapsDone.incrementAndGet();
    } else {
      refused.incrementAndGet();
    }
  }

  String key() {
    return key;
  }

  /** How often it was told that its counter was incremented. */
  int done() {
    return done.get();
  }

  /** How often it was told that nobody knows. */
  int perhapsDone() {
    return perhapsDone.get();
  }

  int refused() {
    return refused.get();
  }

  /** Waits for its last answer. */
  void stop() {
    end();
    if (failure != null) {
      throw new AssertionError("the client of " + key, failure);
    }
  }

  private void end() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    end();
    peer.close();
  }
}
