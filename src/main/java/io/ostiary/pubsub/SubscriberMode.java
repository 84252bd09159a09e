package io.ostiary.pubsub;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.CommandFlag;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Optional;

/** Refuses most commands to a client that has subscribed over RESP2. */
final class SubscriberMode implements CommandCheck {

  @Override
  public Optional<Reply> refuse(Client client, Command command, Request request) {
    return ((ConnectedClient) client).isInSubscriberMode()
            && !command.flags().contains(CommandFlag.WHILE_SUBSCRIBED)
        ? Optional.of(refusal(command))
        : Optional.empty();
  }

  private static Reply refusal(Command command) {
    return Reply.error(
        "ERR Can't execute '"
            + command.fullName()
            + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
            + " context");
  }
}
