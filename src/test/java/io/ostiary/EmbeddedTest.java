package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ostiary.command.Command;
import io.ostiary.resp.Reply;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** An example: an embedding program tests its server with vertx-junit5. */
@ExtendWith(VertxExtension.class)
final class EmbeddedTest {

  // Port -1: the system chooses one, and the verticle returns it.
  private final OstiaryOptions options = new OstiaryOptions().setPort(-1).setBind("127.0.0.1");

  @Test
  void answersACommandOfTheProgramsOwn(Vertx vertx, VertxTestContext context) {
    Command greet =
        Command.of("GREET", 2, (client, request) -> Reply.bulk("Hello, " + request.text(1)));
    ListenerVerticle server = new ListenerVerticle(options).command(greet);
    vertx
        .deployVerticle(server)
        .map(id -> Redis.createClient(vertx, "redis://127.0.0.1:" + server.port()))
        .compose(redis -> redis.send(Request.of("GREET", "world")).eventually(redis::close))
        .onComplete(
            context.succeeding(
                reply ->
                    context.verify(
                        () -> {
                          assertThat(reply).hasToString("Hello, world");
                          context.completeNow();
                        })));
  }

  @Test
  void keepsValuesForATestThatNeedsARedis(Vertx vertx, VertxTestContext context) {
    ListenerVerticle server = new ListenerVerticle(options);
    vertx
        .deployVerticle(server)
        .map(id -> RedisAPI.api(Redis.createClient(vertx, "redis://127.0.0.1:" + server.port())))
        .compose(
            redis ->
                redis
                    .set(List.of("greeting", "hello"))
                    .compose(set -> redis.get("greeting"))
                    .onComplete(got -> redis.close()))
        .onComplete(
            context.succeeding(
                value ->
                    context.verify(
                        () -> {
                          assertThat(value).hasToString("hello");
                          context.completeNow();
                        })));
  }

  @Test
  void aCommandFindsTheContextItWasDeployedIn(Vertx vertx, VertxTestContext context) {
    Command where =
        Command.of(
            "WHERE", 1, (client, request) -> Reply.bulk(Vertx.currentContext().deploymentID()));
    ListenerVerticle server = new ListenerVerticle(options).command(where);
    vertx
        .deployVerticle(server)
        .compose(
            id -> {
              Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + server.port());
              return redis
                  .send(Request.of("WHERE"))
                  .eventually(redis::close)
                  .onSuccess(reply -> context.verify(() -> assertThat(reply).hasToString(id)));
            })
        .onComplete(context.succeedingThenComplete());
  }

  /** Requests for commands that vertx-redis-client has no constant for. */
  private static final class Request {

    private Request() {}

    static io.vertx.redis.client.Request of(String command, String... arguments) {
      var request =
          io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.create(command));
      for (String argument : arguments) {
        request.arg(argument);
      }
      return request;
    }
  }

  @Test
  void aDeploymentThatFailsIsTold(Vertx vertx, VertxTestContext context) {
    Logger logger = (Logger) LoggerFactory.getLogger(ListenerVerticle.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    vertx
        .deployVerticle(new ListenerVerticle(new OstiaryOptions().set("port", 70_000)))
        .onComplete(
            context.failing(
                failure ->
                    context.verify(
                        () -> {
                          logger.detachAppender(lines);
                          assertThat(lines.list)
                              .extracting(ILoggingEvent::getFormattedMessage)
                              .containsExactly("Cannot deploy: " + failure.getMessage());
                          context.completeNow();
                        })));
  }
}
