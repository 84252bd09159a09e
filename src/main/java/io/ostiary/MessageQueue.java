package io.ostiary;

import io.ostiary.client.ClientMessage;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages on their way from any thread to the event loop of one client, those of one thread in
 * their order. Added to by any thread, taken from by the event loop.
 */
final class MessageQueue {

  private final Queue<ClientMessage> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private int removed; // and still counted; for the event loop

  /** Adds a message; whether it is the first, of which the event loop is to be told. */
  boolean addFirst(ClientMessage message) {
    bytes.addAndGet(RoughBytes.ofMessage(message.content()));
    messages.add(message);
    return size.getAndIncrement() == 0; // counted when it is there: it is taken by this count
  }

  /** What they hold, by a rough count. */
  long bytes() {
    return bytes.get();
  }

  /** How many messages can be removed now. */
  int size() {
    return size.get() - removed;
  }

  ClientMessage remove() {
    ClientMessage first = messages.remove();
    removed++;
    bytes.addAndGet(-RoughBytes.ofMessage(first.content()));
    return first;
  }

  /**
   * What the event loop was told to do is done; whether it has to be done again. Until then, no
   * message is the first.
   */
  boolean isToBeTakenFromAgain() {
    int done = removed;
    removed = 0;
    return size.addAndGet(-done) > 0;
  }
}
