package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.command.Command;
import io.ostiary.resp.Reply;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verticle in somebody's test, with Vert.x's own tools. */
@ExtendWith(VertxExtension.class)
final class EmbeddedTest {

  private static final JsonObject CONFIG =
      new JsonObject().put("port", -1).put("bind", "127.0.0.1");

  @Test
  void isDeployedAndAskedUnderATestContext(Vertx vertx, VertxTestContext context) {
    ListenerVerticle listener = new ListenerVerticle();
    vertx
        .deployVerticle(listener, new DeploymentOptions().setConfig(CONFIG))
        .compose(id -> vertx.createNetClient().connect(listener.port(), "127.0.0.1"))
        .onComplete(
            context.succeeding(
                socket -> {
                  socket.handler(
                      reply ->
                          context.verify(
                              () -> {
                                assertThat(reply.toString()).isEqualTo("+PONG\r\n");
                                context.completeNow();
                              }));
                  socket.write("PING\r\n").onFailure(context::failNow);
                }));
  }

  @Test
  void aCommandFindsTheContextItWasDeployedIn(Vertx vertx, VertxTestContext context) {
    Command where =
        Command.of(
            "WHERE", 1, (client, request) -> Reply.bulk(Vertx.currentContext().deploymentID()));
    ListenerVerticle listener = new ListenerVerticle().command(where);
    vertx
        .deployVerticle(listener, new DeploymentOptions().setConfig(CONFIG))
        .onComplete(
            context.succeeding(
                id ->
                    vertx
                        .createNetClient()
                        .connect(listener.port(), "127.0.0.1")
                        .onComplete(
                            context.succeeding(
                                socket -> {
                                  socket.handler(
                                      reply ->
                                          context.verify(
                                              () -> {
                                                assertThat(reply.toString()).contains(id);
                                                context.completeNow();
                                              }));
                                  socket.write("WHERE\r\n").onFailure(context::failNow);
                                }))));
  }
}
