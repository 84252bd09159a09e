package io.ostiary.pause;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandFlag;
import io.ostiary.resp.Request;

/** Which requests wait while writes do. Shared by all event loops, so implementations are safe. */
@FunctionalInterface
public interface WriteJudge {

  /** By the command's own flags. */
  WriteJudge BY_FLAGS =
      (client, command, request) ->
          command.flags().contains(CommandFlag.WRITE)
              || command.flags().contains(CommandFlag.MAY_REPLICATE);

  /** Whether it may change data, or what replicas hear of. */
  boolean mayWrite(Client client, Command command, Request request);
}
