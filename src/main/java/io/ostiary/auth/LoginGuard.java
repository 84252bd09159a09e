package io.ostiary.auth;

import io.ostiary.client.Client;
import io.ostiary.client.ClientState;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.CommandErrors;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.command.LoginGate;
import io.ostiary.net.PeerAddress;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Episodes;
import io.ostiary.stats.Stats;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps passwords from being guessed and users within their number: delays logins of addresses that
 * fail, shuts out those that fail too often, and counts a user's clients. Shared by all event loops
 * and safe; a client's logins are on its event loop.
 */
public final class LoginGuard implements LoginGate, Feature {

  private static final Logger log = LoggerFactory.getLogger(LoginGuard.class);

  private static final Reply SHUT_OUT =
      Reply.error("ERR too many failed logins from your address, try later (auth-failure-limit)");
  private static final Reply TOO_LONG =
      Reply.error("ERR too many failed logins from your address at once (auth-failure-delay)");
  private static final Reply USER_FULL =
      Reply.error("ERR max number of clients of this user reached (maxclients-per-user)");

  /** How Redis before 6 says it. */
  private static final Reply INVALID = Reply.error("ERR invalid password");

  /** Completes a future after so many nanoseconds, in the caller's context. */
  interface Delay {
    Future<Void> over(long nanos);
  }

  private final FailedLogins failed;
  private final UserPlaces users;
  private final Delay delay;
  private final LongSupplier nanoTime;
  private final Episodes failures = new Episodes();
  private final LongAdder delayed = new LongAdder();

  /** By the settings in force. */
  public LoginGuard(LiveSettings settings, Stats stats) {
    this(settings, System::nanoTime, LoginGuard::after);
    stats.onReset(this::resetCounts);
  }

  /** With this clock, and these delays. */
  LoginGuard(LiveSettings settings, LongSupplier nanoTime, Delay delay) {
    this.failed = new FailedLogins(settings, nanoTime);
    this.users = new UserPlaces(settings);
    this.delay = delay;
    this.nanoTime = nanoTime;
  }

  private static Future<Void> after(long nanos) {
    Context here = Vertx.currentContext();
    Promise<Void> over = Promise.promise();
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1; // No earlier.
    here.owner().setTimer(millis, timer -> over.complete());
    return over.future();
  }

  private void resetCounts() {
    failures.reset();
    delayed.reset();
  }

  @Override
  public Future<Reply> pass(ConnectedClient client, String user, Supplier<Future<Reply>> judge) {
    PeerAddress address = client.address();
    if (failed.isShutOut(address)) {
      return closing(client, CloseReason.AUTH_FAILURE_LIMIT, SHUT_OUT);
    }
    long wait = failed.turn(address);
    if (wait == 0) {
      return judge.get().compose(answer -> judged(client, user, answer, false));
    }
    delayed.increment();
    if (wait == FailedLogins.TOO_LONG) {
      return delay.over(FailedLogins.LONGEST_WAIT.toNanos()).map(TOO_LONG);
    }
    return delay
        .over(wait)
        .compose(
            over ->
                client.isClosing()
                    ? Future.succeededFuture(CommandErrors.WRONG_PASSWORD) // Nobody reads it.
                    : judge.get().compose(answer -> judged(client, user, answer, true)));
  }

  private Future<Reply> judged(
      ConnectedClient client, String user, Reply answer, boolean hasWaited) {
    if (answer == Reply.OK) {
      return users.take(client, user)
          ? Future.succeededFuture(answer)
          : closing(client, CloseReason.MAXCLIENTS_PER_USER, USER_FULL);
    }
    if (!isWrongPassword(answer)) {
      return Future.succeededFuture(answer);
    }
    if (failures.add(nanoTime.getAsLong())) {
      log.warn("Logins fail; the first is of client {}", client);
    }
    long wait = failed.failed(client.address(), hasWaited);
    if (failed.isShutOut(client.address())) {
      return closing(client, CloseReason.AUTH_FAILURE_LIMIT, answer);
    }
    return wait <= 0 ? Future.succeededFuture(answer) : delay.over(wait).map(answer);
  }

  private static boolean isWrongPassword(Reply answer) {
    return answer.equals(INVALID)
        || (answer instanceof ErrorReply error && error.code().equals("WRONGPASS"));
  }

  /** It still reads the answer, and nothing that it sent behind is run. */
  private static Future<Reply> closing(ConnectedClient client, CloseReason reason, Reply answer) {
    client.move(ClientState.CLOSING, reason);
    return Future.succeededFuture(answer);
  }

  /** Whether so many logins of an address failed of late that it is not to be admitted. */
  public boolean isShutOut(PeerAddress address) {
    return failed.isShutOut(address);
  }

  /** Logs when no login fails any more; called a few times a second by one thread. */
  public void tick() {
    if (failures.isOver(nanoTime.getAsLong())) {
      log.info(
          "Logins fail no more: {} failed in {} seconds, and none for a minute",
          failures.count(),
          failures.seconds());
    }
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Admission", this::lines));
  }

  private String lines() {
    return new InfoLines()
        .add("failed_logins", failures.sinceReset())
        .add("delayed_logins", delayed.sum())
        .add("failed_logins_shared", failed.takeovers())
        .toString();
  }

  @Override
  public void reset(Client client) {
    users.release(client);
  }

  @Override
  public void left(Client client, CloseReason reason) {
    users.release(client);
  }
}
