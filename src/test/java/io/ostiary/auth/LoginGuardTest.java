package io.ostiary.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ostiary.acl.TestAcl;
import io.ostiary.client.Addresses;
import io.ostiary.client.ClientState;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.client.TestLink;
import io.ostiary.command.CommandErrors;
import io.ostiary.net.PeerAddress;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Failed logins, by a clock by hand. */
final class LoginGuardTest {

  private static final Reply WRONG = CommandErrors.WRONG_PASSWORD;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private record Timer(long atNanos, Promise<Void> over) {}

  // Not 0: the times of a JVM begin anywhere, and may pass from positive to negative.
  private long nanos = Long.MAX_VALUE - 5;
  private final List<Timer> timers = new ArrayList<>();
  private final LiveSettings settings = new LiveSettings(Settings.defaults());
  private final LoginGuard guard = new LoginGuard(settings, () -> nanos, this::delay);
  private final Authentication logins =
      new Authentication(TestAcl.of(settings), Optional.empty(), guard);
  private int lastPort;

  private Future<Void> delay(long delayNanos) {
    Promise<Void> over = Promise.promise();
    timers.add(new Timer(nanos + delayNanos, over));
    return over.future();
  }

  private void after(long moreNanos) {
    nanos += moreNanos;
    List<Timer> due = timers.stream().filter(timer -> timer.atNanos() - nanos <= 0).toList();
    timers.removeAll(due);
    due.forEach(timer -> timer.over().complete());
  }

  private void set(String directive, String value) {
    assertThat(settings.change(directive, value).succeeded()).isTrue();
  }

  private ConnectedClient client(String host) {
    return new ConnectedClient(
        ++lastPort,
        Ends.of(host + ":" + lastPort, "127.0.0.1:6379", -1),
        false,
        0,
        new TestLink(reason -> {}));
  }

  private Future<Reply> ask(String host, String password) {
    return ask(client(host), password);
  }

  private Future<Reply> ask(ConnectedClient client, String password) {
    return logins.logIn(client, "default", password.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertError(Future<Reply> answer, String named) {
    assertThat(answer.isComplete()).isTrue();
    assertThat(((ErrorReply) answer.result()).text()).startsWith("ERR ").contains(named);
  }

  @Test
  void failedLoginsAreLoggedWhenTheyBeginAndWhenTheyEnd() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger(LoginGuard.class);
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    try {
      set("requirepass", "sesame");
      for (int i = 0; i < 100; i++) {
        ask("10.0.0.1", "wrong");
        guard.tick();
        after(SECOND / 10);
      }
      assertThat(lines.list)
          .singleElement()
          .asString()
          .contains("Logins fail; the first is of client id=1 addr=10.0.0.1:1");
      after(59 * SECOND);
      guard.tick();
      assertThat(lines.list).hasSize(1);
      after(SECOND);
      guard.tick();
      guard.tick();
      assertThat(lines.list).hasSize(2);
      assertThat(lines.list.get(1).getFormattedMessage())
          .isEqualTo("Logins fail no more: 100 failed in 9 seconds, and none for a minute");
    } finally {
      logger.setLevel(null);
      logger.detachAppender(lines);
    }
  }

  @Test
  void nothingIsDelayedAtFirst() {
    set("requirepass", "sesame");
    for (int i = 0; i < 100; i++) {
      assertThat(ask("10.0.0.1", "wrong").result()).isEqualTo(WRONG);
    }
    assertThat(ask("10.0.0.1", "sesame").result()).isEqualTo(Reply.OK);
  }

  @Test
  void eachWrongPasswordDelaysTheNextAnswerOfItsAddressRightOrWrong() {
    set("requirepass", "sesame");
    set("auth-failure-delay", "1000");
    assertThat(ask("10.0.0.1", "wrong").result()).as("the first").isEqualTo(WRONG);
    ConnectedClient client = client("10.0.0.1");
    Future<Reply> wrong = ask("10.0.0.1", "wrong");
    Future<Reply> right = ask(client, "sesame");
    assertThat(ask("10.0.0.2", "sesame").result()).as("from elsewhere").isEqualTo(Reply.OK);
    after(SECOND - 1);
    assertThat(wrong.isComplete()).isFalse();
    after(1);
    assertThat(wrong.result()).isEqualTo(WRONG);
    assertThat(right.isComplete()).isFalse();
    assertThat(client.isAuthenticated()).isFalse();
    after(SECOND);
    assertThat(right.result()).isEqualTo(Reply.OK);
    assertThat(client.isAuthenticated()).isTrue();
    after(2 * SECOND);
    assertThat(ask("10.0.0.1", "sesame").result()).as("all is forgotten").isEqualTo(Reply.OK);
  }

  @Test
  void howeverManyConnectionsTryAtOnceOneIsJudgedInEachDelay() {
    set("requirepass", "sesame");
    set("auth-failure-delay", "1000");
    List<Future<Reply>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(ask("2001:db8::" + i, "wrong"));
    }
    for (int answered = 1; answered <= 8; answered++) {
      assertThat(answers.stream().filter(Future::isComplete)).hasSize(answered);
      after(SECOND);
    }
  }

  @Test
  void whoseTurnIsTooFarAwayIsRefusedUnjudgedAfterWaitingAsLong() {
    set("requirepass", "sesame");
    set("auth-failure-delay", "4000");
    for (int i = 0; i < 4; i++) {
      ask("10.0.0.1", "wrong");
    }
    ConnectedClient client = client("10.0.0.1");
    Future<Reply> right = ask(client, "sesame");
    after(FailedLogins.LONGEST_WAIT.toNanos() - 1);
    assertThat(right.isComplete()).isFalse();
    after(1);
    assertError(right, "auth-failure-delay");
    assertThat(client.isAuthenticated()).isFalse();
  }

  @Test
  void aClientThatLeavesMeanwhileIsNotJudged() {
    set("requirepass", "sesame");
    set("auth-failure-delay", "1000");
    ask("10.0.0.1", "wrong");
    ConnectedClient client = client("10.0.0.1");
    ask(client, "sesame");
    client.close();
    after(SECOND);
    assertThat(client.isAuthenticated()).isFalse();
  }

  @Test
  void tooManyShutAnAddressOutForAWhile() {
    set("requirepass", "sesame");
    set("auth-failure-limit", "3");
    set("auth-failure-window", "10");
    ask("10.0.0.1", "wrong");
    ask("10.0.0.1", "wrong");
    ConnectedClient other = client("10.0.0.1");
    assertThat(ask(other, "sesame").result()).isEqualTo(Reply.OK);
    after(10 * SECOND - 1);
    ConnectedClient third = client("10.0.0.1");
    assertThat(ask(third, "wrong").result()).isEqualTo(WRONG);
    assertThat(third.closeReason()).isEqualTo(CloseReason.AUTH_FAILURE_LIMIT);
    assertThat(third.isClosing()).isTrue();
    assertThat(guard.isShutOut(third.address())).isTrue();
    assertThat(guard.isShutOut(client("10.0.0.2").address())).isFalse();
    assertThat(other.isClosing()).as("logged in").isFalse();
    ConnectedClient fourth = client("10.0.0.1");
    assertError(ask(fourth, "sesame"), "auth-failure-limit");
    assertThat(fourth.closeReason()).isEqualTo(CloseReason.AUTH_FAILURE_LIMIT);
    after(10 * SECOND);
    assertThat(guard.isShutOut(third.address())).isFalse();
    assertThat(ask("10.0.0.1", "wrong").result()).isEqualTo(WRONG);
    assertThat(guard.isShutOut(third.address())).isFalse();
  }

  @Test
  void peersOnAUnixSocketHaveNoAddressToShutOut() {
    set("requirepass", "sesame");
    set("auth-failure-limit", "1");
    set("auth-failure-delay", "1000");
    PeerAddress unix = PeerAddress.unix("/run/o.sock");
    for (int i = 0; i < 5; i++) {
      ConnectedClient client =
          new ConnectedClient(
              ++lastPort, new Addresses(unix, unix, -1), false, 0, new TestLink(reason -> {}));
      assertThat(ask(client, "wrong").result()).isEqualTo(WRONG);
    }
    assertThat(guard.isShutOut(unix)).isFalse();
  }

  @Test
  void aUserHasSoManyClientsAndAnotherWhenOneLeaves() {
    set("requirepass", "sesame");
    set("maxclients-per-user", "2");
    ConnectedClient first = client("10.0.0.1");
    ConnectedClient second = client("10.0.0.2");
    assertThat(ask(first, "sesame").result()).isEqualTo(Reply.OK);
    assertThat(ask(first, "sesame").result()).as("again").isEqualTo(Reply.OK);
    assertThat(ask(second, "sesame").result()).isEqualTo(Reply.OK);
    ConnectedClient third = client("10.0.0.3");
    assertError(ask(third, "sesame"), "maxclients-per-user");
    assertThat(third.isAuthenticated()).isFalse();
    assertThat(third.closeReason()).isEqualTo(CloseReason.MAXCLIENTS_PER_USER);
    guard.left(first, CloseReason.QUIT);
    assertThat(ask("10.0.0.4", "sesame").result()).isEqualTo(Reply.OK);
    guard.reset(second);
    assertThat(ask("10.0.0.5", "sesame").result()).isEqualTo(Reply.OK);
    assertError(ask("10.0.0.6", "sesame"), "maxclients-per-user");
    set("maxclients-per-user", "0");
    assertThat(ask("10.0.0.7", "sesame").result()).isEqualTo(Reply.OK);
  }

  @Test
  void aClientThatLeftWhileItWasJudgedKeepsNoPlace() {
    set("maxclients-per-user", "1");
    Promise<Boolean> judged = Promise.promise();
    Authentication slow =
        new Authentication(
            TestAcl.of(settings), Optional.of((client, user, password) -> judged.future()), guard);
    ConnectedClient gone = client("10.0.0.1");
    slow.logIn(gone, "ann", new byte[0]);
    gone.move(ClientState.GONE, CloseReason.PEER_CLOSED);
    guard.left(gone, CloseReason.PEER_CLOSED);
    judged.complete(true);
    Authentication quick =
        new Authentication(
            TestAcl.of(settings),
            Optional.of((client, user, password) -> Future.succeededFuture(true)),
            guard);
    assertThat(quick.logIn(client("10.0.0.2"), "ann", new byte[0]).result()).isEqualTo(Reply.OK);
    assertError(quick.logIn(client("10.0.0.3"), "ann", new byte[0]), "maxclients-per-user");
    assertThat(quick.logIn(client("10.0.0.3"), "bob", new byte[0]).result()).isEqualTo(Reply.OK);
  }
}
