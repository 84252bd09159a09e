package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.DeferredReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.PostponedReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.resp.SequenceReply;
import io.ostiary.stats.Stats;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the command that a request names and runs it, if it exists, fits and is permitted. Shared
 * by all event loops and safe.
 */
public final class Dispatcher {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private static final Reply BROKEN = Reply.error("ERR internal error");

  private final CommandTable commands;
  private final CommandCheck[] checks;
  private final CommandGate[] gates;
  private final Stats stats;

  /** A dispatcher of these commands, none of which has to wait. */
  public Dispatcher(CommandTable commands, List<CommandCheck> checks, Stats stats) {
    this(commands, checks, List.of(), stats);
  }

  /**
   * A dispatcher of these commands.
   *
   * @param checks asked in this order before a command runs
   * @param gates asked in this order when all checks have let it pass
   */
  public Dispatcher(
      CommandTable commands, List<CommandCheck> checks, List<CommandGate> gates, Stats stats) {
    this.commands = commands;
    this.checks = checks.toArray(CommandCheck[]::new); // walked with every request
    this.gates = gates.toArray(CommandGate[]::new);
    this.stats = stats;
  }

  /** Answers one request, on its client's event loop; the reply may be one that comes later. */
  public Reply run(ConnectedClient client, Request request) {
    return counted(resolveAndRun(client, request));
  }

  private Reply counted(Reply reply) {
    if (reply instanceof ErrorReply) {
      stats.errorReply();
    } else if (reply instanceof SequenceReply sequence) {
      sequence.replies().forEach(this::counted);
    } else if (reply instanceof DeferredReply deferred) {
      return new DeferredReply(() -> counted(deferred.maker().get()));
    }
    return reply;
  }

  private Reply resolveAndRun(ConnectedClient client, Request request) {
    Command command = commands.find(request, 0);
    if (command == null) {
      if (commands.fallback().isEmpty()) {
        return CommandErrors.unknownCommand(request);
      }
      command = commands.fallback().get();
    }
    if (!command.takes(request.count())) {
      return CommandErrors.wrongArity(command.name());
    }
    String fullName = command.name();
    if (command.isContainer() && request.count() > 1) {
      Command subcommand = command.subcommandTable().find(request, 1);
      if (subcommand == null) {
        if (commands.fallback().isEmpty()) {
          return CommandErrors.unknownSubcommand(command, request);
        }
        subcommand = commands.fallback().get();
      }
      fullName = subcommand.fullName();
      if (!subcommand.takes(request.count())) {
        return CommandErrors.wrongArity(fullName);
      }
      command = subcommand;
    }
    for (CommandCheck check : checks) {
      Optional<Reply> refusal = check.refuse(client, command, request);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    for (CommandGate gate : gates) {
      Optional<Future<Void>> waitsFor = gate.waitsFor(client, command, request);
      if (waitsFor.isPresent()) {
        return new PostponedReply(waitsFor.get());
      }
    }
    client.activity().began(fullName);
    return run(command, client, request);
  }

  private Reply run(Command command, Client client, Request request) {
    try {
      Reply reply = Objects.requireNonNull(command.handler().run(client, request), "no reply");
      return reply instanceof Reply.Later later ? settled(command, client, later) : reply;
    } catch (RuntimeException e) {
      return failure(command, client, e);
    }
  }

  /** The same late reply, but one that never fails: what went wrong has become an answer. */
  private Reply settled(Command command, Client client, Reply.Later later) {
    Future<Reply> answer =
        later
            .reply()
            .map(Dispatcher::present)
            .otherwise(cause -> failure(command, client, cause))
            .map(this::counted);
    return new Reply.Later(answer, later.holds());
  }

  private static Reply present(Reply reply) {
    if (reply instanceof Reply.Later) {
      throw new IllegalStateException("a late reply is itself a late one");
    }
    return Objects.requireNonNull(reply, "no reply");
  }

  private static Reply failure(Command command, Client client, Throwable cause) {
    if (cause instanceof ArgumentException answer) {
      return answer.reply();
    }
    // The client is not told what only concerns the one who wrote the command.
    log.warn("The command '{}' of client {} failed", command.fullName(), client, cause);
    return BROKEN;
  }
}
