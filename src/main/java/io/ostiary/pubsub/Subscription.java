package io.ostiary.pubsub;

import io.ostiary.client.ClientMessage;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import java.util.function.BooleanSupplier;

/**
 * One client's subscription to one topic: from the client's request to its unsubscribing or
 * leaving. On the client's event loop, except for {@link #deliver}.
 */
final class Subscription implements BooleanSupplier {

  private final ConnectedClient client;
  private final Kind kind;
  private final Name name;
  private Topic topic; // null: not entered yet
  private boolean active;

  Subscription(ConnectedClient client, Kind kind, Name name) {
    this.client = client;
    this.kind = kind;
    this.name = name;
  }

  ConnectedClient client() {
    return client;
  }

  Kind kind() {
    return kind;
  }

  Name name() {
    return name;
  }

  Topic topic() {
    return topic;
  }

  void enter(Topic entered) {
    topic = entered;
  }

  /** Whether the client has been told that it is subscribed, and not yet that it is no more. */
  boolean isActive() {
    return active;
  }

  void activate(boolean value) {
    active = value;
  }

  /** Sends a message to the client, from any thread. */
  void deliver(Reply message) {
    client.push(new ClientMessage(message, this));
  }

  /** A message that arrives after the client was told that it has unsubscribed would confuse it. */
  @Override
  public boolean getAsBoolean() {
    return active;
  }
}
