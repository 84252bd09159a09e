package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.resp.Reply;
import io.vertx.core.Promise;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Confirmations and messages among replies that are late, on a server with a slow command. */
final class PubSubOrderTest {

  private final Queue<Promise<Reply>> begun = new ConcurrentLinkedQueue<>();
  private final Command slow =
      Command.of(
          "SLOW",
          1,
          (client, request) -> {
            Promise<Reply> promise = Promise.promise();
            begun.add(promise);
            return Reply.later(promise.future());
          });

  private Served server;
  private Peer subscriber;
  private Peer publisher;

  @BeforeEach
  void start() throws Exception {
    server = Served.with(slow);
    subscriber = server.peer();
    publisher = server.peer();
  }

  @AfterEach
  void stop() {
    subscriber.close();
    publisher.close();
    server.close();
  }

  private void finishSlow() {
    await().until(() -> !begun.isEmpty());
    begun.remove().complete(Reply.simple("SLOW"));
  }

  private void publish(String channel, String message, int receivers) {
    assertThat(publisher.ask("PUBLISH " + channel + " " + message)).isEqualTo(":" + receivers);
  }

  private void expect(String wire) {
    assertThat(subscriber.exactly(wire.length())).isEqualTo(wire);
  }

  private void awaitChannels(int channels) {
    await().until(() -> publisher.info("pubsub_channels") == channels);
  }

  @Test
  void aMessageWaitsForTheConfirmationThatWaitsForALateReply() {
    subscriber.send("SLOW\r\nSUBSCRIBE a\r\n");
    awaitChannels(1);
    publish("a", "one", 1);
    publish("a", "two", 1);
    finishSlow();
    expect("+SLOW\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
    expect("*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$3\r\none\r\n");
    expect("*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$3\r\ntwo\r\n");
  }

  @Test
  void aMessageDoesNotWaitForALateReplyToWhatWasAskedLater() {
    subscriber.send("HELLO 3\r\nSUBSCRIBE a\r\nSLOW\r\n");
    awaitChannels(1);
    while (!subscriber.line().equals("*0")) {
      // the greeting
    }
    expect(">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
    publish("a", "one", 1);
    expect(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$3\r\none\r\n");
    finishSlow();
    expect("+SLOW\r\n");
  }

  @Test
  void nothingOfAChannelComesAfterTheEndOfItWasConfirmed() {
    subscriber.send("HELLO 3\r\nSUBSCRIBE a b\r\nSLOW\r\n");
    awaitChannels(2);
    subscriber.send("UNSUBSCRIBE a\r\n");
    awaitChannels(1);
    publish("a", "gone", 0);
    publish("b", "there", 1);
    finishSlow();
    while (!subscriber.line().equals("+SLOW")) {
      // the greeting and the confirmations
    }
    expect(">3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:1\r\n");
    expect(">3\r\n$7\r\nmessage\r\n$1\r\nb\r\n$5\r\nthere\r\n");
  }

  @Test
  void aClientsOwnMessageComesInTheOrderOfWhatItAsked() {
    subscriber.send("HELLO 3\r\nSUBSCRIBE a\r\nSLOW\r\nPUBLISH a mine\r\nPING\r\n");
    finishSlow();
    while (!subscriber.line().equals("+SLOW")) {
      // the greeting and the confirmation
    }
    expect(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$4\r\nmine\r\n:1\r\n+PONG\r\n");
  }

  @Test
  void aConfirmationIsHeardWithRepliesTurnedOffAlsoBehindALateReply() {
    subscriber.send("CLIENT REPLY OFF\r\nSLOW\r\nSUBSCRIBE a\r\nPING\r\n");
    finishSlow();
    expect("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
    publish("a", "one", 1);
    expect("*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$3\r\none\r\n");
  }

  @Test
  void aClientIsClosedInsteadOfHoldingMessagesForItWithoutALimit() {
    subscriber.send("SLOW\r\nSUBSCRIBE a\r\n");
    awaitChannels(1);
    String message = "x".repeat(1 << 20);
    String request = "*3\r\n$7\r\nPUBLISH\r\n$1\r\na\r\n$" + message.length() + "\r\n" + message;
    await()
        .until(
            () -> {
              publisher.send(request + "\r\n").line();
              return publisher.info("connected_clients") == 1;
            });
    assertThat(publisher.info("pubsub_channels")).isZero();
  }
}
