package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.resp.Reply;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verticle deployed by an embedding program. */
@ExtendWith(VertxExtension.class)
final class DeploymentTest {

  private static final Command GREET =
      Command.of("GREET", 2, (client, request) -> Reply.bulk("Hello, " + request.text(1)));

  private static DeploymentOptions options() {
    return new DeploymentOptions().setConfig(Served.local());
  }

  @Test
  void withoutCommandsOfOnesOwnThereIsAStore(Vertx vertx) throws Exception {
    ListenerVerticle verticle = new ListenerVerticle();
    Served.await(vertx.deployVerticle(verticle, options()));
    try (Peer peer = Peer.to(verticle.port())) {
      assertThat(peer.ask("SET a 1")).isEqualTo("+OK");
      assertThat(peer.ask("GREET me")).startsWith("-ERR unknown command 'GREET'");
    }
  }

  @Test
  void aTableOfCommandsStandsInTheStoresPlace(Vertx vertx) throws Exception {
    ListenerVerticle verticle = new ListenerVerticle().command(GREET);
    Served.await(vertx.deployVerticle(verticle, options()));
    try (Peer peer = Peer.to(verticle.port())) {
      assertThat(peer.askBulk("greet me")).isEqualTo("Hello, me");
      assertThat(peer.ask("SET a 1")).startsWith("-ERR unknown command 'SET'");
    }
  }

  @Test
  void instancesThatVertxMakesFromTheClassNameServeAsOne(Vertx vertx) throws Exception {
    int port = freePort(vertx);
    DeploymentOptions options = options().setInstances(2);
    options.getConfig().put("port", port).put("maxclients", 2);
    Served.await(vertx.deployVerticle("io.ostiary.ListenerVerticle", options));
    try (Peer first = Peer.to(port);
        Peer second = Peer.to(port)) {
      assertThat(first.ask("SET a 1")).isEqualTo("+OK");
      assertThat(second.askBulk("GET a")).isEqualTo("1");
      assertThat(Peer.to(port).rest()).isEqualTo("-ERR max number of clients reached\r\n");
    }
  }

  private static int freePort(Vertx vertx) throws Exception {
    ListenerVerticle scout = new ListenerVerticle();
    String id = Served.await(vertx.deployVerticle(scout, options()));
    int port = scout.port();
    Served.await(vertx.undeploy(id));
    return port;
  }

  @Test
  void twoDeploymentsOfOneVertxKnowNothingOfEachOther(Vertx vertx) throws Exception {
    ListenerVerticle one = new ListenerVerticle();
    ListenerVerticle other = new ListenerVerticle();
    Served.await(vertx.deployVerticle(one, options()));
    Served.await(vertx.deployVerticle(other, options()));
    try (Peer peer = Peer.to(one.port());
        Peer stranger = Peer.to(other.port())) {
      assertThat(peer.ask("SET a 1")).isEqualTo("+OK");
      assertThat(peer.info("connected_clients")).isEqualTo(1);
      assertThat(stranger.ask("GET a")).isEqualTo("$-1");
      assertThat(stranger.info("connected_clients")).isEqualTo(1);
    }
  }

  @Test
  void shutdownByAClientUndeploysIt(Vertx vertx) throws Exception {
    ListenerVerticle verticle = new ListenerVerticle();
    Served.await(vertx.deployVerticle(verticle, options().setInstances(1)));
    int port = verticle.port();
    try (Peer bystander = Peer.to(port);
        Peer peer = Peer.to(port)) {
      assertThat(bystander.ask("PING")).isEqualTo("+PONG");
      peer.send("SHUTDOWN\r\n");

      assertThat(bystander.rest()).isEmpty();
      await().untilAsserted(() -> assertThat(vertx.deploymentIDs()).isEmpty());
      assertThatThrownBy(() -> Peer.to(port))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("refused");
    }
  }

  @Test
  void aDeploymentThatFailsLeavesNothingBehind(Vertx vertx) throws Exception {
    DeploymentOptions wrong = options();
    wrong.getConfig().put("bind", "127.0.0.1 192.0.2.1");

    assertThatThrownBy(
            () -> Served.await(vertx.deployVerticle("io.ostiary.ListenerVerticle", wrong)))
        .cause()
        .hasMessageContaining("192.0.2.1");
    assertThat(vertx.deploymentIDs()).isEmpty();
    assertThat(vertx.sharedData().getLocalMap("io.ostiary.deployments")).isEmpty();
    assertThat(freePort(vertx)).isPositive();
  }
}
