package io.ostiary.pause;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandGate;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the commands of clients wait while somebody changes what is behind: all of them, or those
 * that write. Shared by all event loops and safe.
 *
 * <p>{@code CLIENT UNPAUSE} itself never waits, other than in Redis, where a pause of everything
 * cannot be ended before its time.
 */
public final class Pause implements Feature {

  private static final String UNPAUSE = "unpause";
  private static final Optional<Future<Void>> OPEN = Optional.empty();

  private final WriteJudge writes;
  private final PauseClock clock;

  /**
   * Of a server whose requests are judged like this.
   *
   * @param writes which of them wait while writes do
   */
  public Pause(WriteJudge writes) {
    this.writes = writes;
    this.clock = new PauseClock(System::nanoTime);
  }

  @Override
  public CommandTable over(CommandTable before) {
    Command client =
        before
            .find("CLIENT")
            .orElseThrow()
            .withSubcommand(
                Command.of("PAUSE", -3, this::pause)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .summary("Makes commands wait for so many milliseconds.")
                    .arguments("timeout [WRITE|ALL]")
                    .since("3.0.0"))
            .withSubcommand(
                Command.of("UNPAUSE", 2, this::unpause)
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .summary("Lets commands that wait run.")
                    .since("6.2.0"));
    return before.replacing(CommandTable.of(List.of(client)));
  }

  private Reply pause(Client client, Request request) {
    if (request.count() > 4) {
      return Reply.SYNTAX_ERROR;
    }
    boolean writes = request.count() == 4 && request.is(3, "WRITE");
    if (request.count() == 4 && !writes && !request.is(3, "ALL")) {
      return Reply.error("ERR CLIENT PAUSE mode must be WRITE or ALL");
    }
    Duration duration = Timeout.millis(request, 2);
    long millis = clock.begin(duration, !writes);
    Context context = Vertx.currentContext();
    if (context != null && millis > 0) {
      context.owner().setTimer(millis, over -> clock.endIfDue());
    }
    return Reply.OK;
  }

  private Reply unpause(Client client, Request request) {
    clock.end();
    return Reply.OK;
  }

  @Override
  public List<CommandGate> gates() {
    return List.of(this::waitsFor);
  }

  private Optional<Future<Void>> waitsFor(Client client, Command command, Request request) {
    PauseClock.Interval now = clock.now();
    boolean open =
        now == null
            || (!now.all() && !writes.mayWrite(client, command, request))
            || command.name().equals(UNPAUSE);
    return open ? OPEN : Optional.of(now.ended());
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Clients", this::lines));
  }

  // The names are Valkey's.
  private String lines() {
    PauseClock.Interval now = clock.now();
    return new InfoLines()
        .add("paused_reason", now == null ? "none" : "client_pause")
        .add("paused_actions", now == null ? "none" : now.all() ? "all" : "write")
        .add("paused_timeout_milliseconds", clock.leftMillis())
        .toString();
  }
}
