package io.ostiary.client;

import io.ostiary.resp.Reply;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A message on its way to a client.
 *
 * @param content what the client is to read, no late reply
 * @param isWanted asked on the client's event loop when the message is about to leave; one that is
 *     not wanted any more is dropped
 */
public record ClientMessage(Reply content, BooleanSupplier isWanted) {

  /** Refuses what is not there yet. */
  public ClientMessage {
    if (content instanceof Reply.Later) {
      throw new IllegalArgumentException("a message must be there when it is sent");
    }
    Objects.requireNonNull(content, "message");
  }

  /** A message that is wanted for as long as there is the client. */
  static ClientMessage of(Reply content) {
    return new ClientMessage(content, () -> true);
  }
}
