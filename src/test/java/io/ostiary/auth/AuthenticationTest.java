package io.ostiary.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.acl.TestAcl;
import io.ostiary.client.Addresses;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.client.TestLink;
import io.ostiary.command.CommandErrors;
import io.ostiary.command.LoginGate;
import io.ostiary.peer.Served;
import io.ostiary.resp.Reply;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuthenticationTest {

  private final LiveSettings settings = new LiveSettings(Settings.defaults());
  private final Authentication authentication =
      new Authentication(TestAcl.of(settings), Optional.empty(), LoginGate.OPEN);

  @Test
  void asksForNoPasswordUnlessOneIsInForce() {
    ConnectedClient client = client(false);
    assertThat(authentication.isRequired()).isFalse();
    assertThat(authentication.isRequiredOf(client)).isFalse();
    password("secret");
    assertThat(authentication.isRequired()).isTrue();
    assertThat(authentication.isRequiredOf(client)).isTrue();
    client.authenticated(true);
    assertThat(authentication.isRequiredOf(client)).isFalse();
  }

  @Test
  void acceptsThePasswordInForceOnly() {
    password("se\u00e7ret");
    assertThat(accepts("default", "se\u00e7ret")).isTrue();
    assertThat(accepts("default", "se\u00e7re")).isFalse();
    assertThat(accepts("default", "se\u00e7rets")).isFalse();
    assertThat(accepts("default", "")).isFalse();
    password("other");
    assertThat(accepts("default", "se\u00e7ret")).isFalse();
    assertThat(accepts("default", "other")).isTrue();
  }

  @Test
  void knowsTheDefaultUserOnly() {
    assertThat(authentication.knows("default")).isTrue();
    assertThat(authentication.knows("Default")).isFalse();
    password("secret");
    assertThat(accepts("bob", "secret")).isFalse();
  }

  @Test
  void acceptsAnyPasswordOfTheDefaultUserWhenNoneIsInForce() {
    assertThat(accepts("default", "anything")).isTrue();
    assertThat(accepts("bob", "anything")).isFalse();
  }

  @Test
  void aProgramThatAnswersOnAnotherThreadLogsInOnTheLoopOfTheClient() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Promise<Boolean> judged = Promise.promise();
      Authentication byProgram = byProgram(judged.future());
      ConnectedClient client = client(false);
      Context loop = vertx.getOrCreateContext();
      CompletableFuture<Context> told = new CompletableFuture<>();
      loop.runOnContext(
          nothing -> {
            logIn(byProgram, client).onComplete(right -> told.complete(Vertx.currentContext()));
            // On a thread without a context, as a pool of the program has.
            new Thread(() -> judged.complete(true)).start();
          });
      assertThat(told.get(10, TimeUnit.SECONDS)).isSameAs(loop);
      assertThat(client.isAuthenticated()).isTrue();
    } finally {
      Served.await(vertx.close());
    }
  }

  @Test
  void aProgramThatAnswersAtOnceNeedsNoTurnOfTheLoop() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      ConnectedClient client = client(false);
      Authentication byProgram = byProgram(Future.succeededFuture(true));
      CompletableFuture<Boolean> told = new CompletableFuture<>();
      vertx.runOnContext(nothing -> told.complete(logIn(byProgram, client).isComplete()));
      assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.isAuthenticated()).isTrue();
    } finally {
      Served.await(vertx.close());
    }
  }

  @Test
  void aProgramIsAskedWithoutALoopToo() {
    Promise<Boolean> judged = Promise.promise();
    ConnectedClient client = client(false);
    Future<Reply> answer = logIn(byProgram(judged.future()), client);
    assertThat(answer.isComplete()).isFalse();
    judged.complete(false);
    assertThat(answer.result()).isEqualTo(CommandErrors.WRONG_PASSWORD);
    assertThat(client.isAuthenticated()).isFalse();
  }

  private Authentication byProgram(Future<Boolean> answer) {
    return new Authentication(
        TestAcl.of(settings), Optional.of((client, user, password) -> answer), LoginGate.OPEN);
  }

  private static Future<Reply> logIn(Authentication by, ConnectedClient client) {
    return by.logIn(client, "ann", "secret".getBytes(StandardCharsets.UTF_8));
  }

  private boolean accepts(String user, String password) {
    return authentication
            .logIn(client(false), user, password.getBytes(StandardCharsets.UTF_8))
            .result()
        == Reply.OK;
  }

  private void password(String password) {
    settings.change("requirepass", password);
  }

  private static ConnectedClient client(boolean authenticated) {
    Addresses origin = Ends.of("10.0.0.1:1", "127.0.0.1:6379", -1);
    return new ConnectedClient(1, origin, authenticated, 0, new TestLink(reason -> {}));
  }
}
