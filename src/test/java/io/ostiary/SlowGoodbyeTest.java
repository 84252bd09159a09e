package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.command.Command;
import io.ostiary.listen.Timing;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that are being closed and take their final replies slowly or not at all. */
final class SlowGoodbyeTest {

  private static final int PIECE_BYTES = 1024 * 1024;

  /** Far more than the kernel's buffers hold. */
  private static final int PIECES = 16;

  private static final int TRICKLE_BYTES = 60_000;

  /** How long a peer may take nothing; other times are the defaults. */
  private static final Duration STALL = Duration.ofMillis(200);

  private static final Timing SHORT =
      new Timing(
          STALL, Timing.DEFAULT.finalWrite(), Timing.DEFAULT.linger(), Timing.DEFAULT.acceptRest());

  private static final String PIECE_BY_PIECE = "PIECE\r\n".repeat(PIECES);

  private static final Command PIECE =
      Command.of("PIECE", 1, (client, request) -> Reply.bulk(new byte[PIECE_BYTES]));

  private static final Command WHOLE =
      Command.of("WHOLE", 1, (client, request) -> Reply.bulk(new byte[PIECES * PIECE_BYTES]));

  private final Promise<Reply> late = Promise.promise();
  private final Command later =
      Command.of("LATER", 1, (client, request) -> Reply.later(late.future()));

  private Served served(TestTransport transport) throws Exception {
    return Served.on(
        transport, () -> Served.serving(later, PIECE, WHOLE).withTiming(SHORT), Served.local(), 1);
  }

  /** Returns when all commands have run; their replies wait behind a late one. */
  private static void ask(Peer peer, String commands, Peer other) {
    peer.send("LATER\r\n" + commands);
    String all = "cmd=(piece|quit) .* tot-cmds=" + (1 + commands.lines().count());
    await().untilAsserted(() -> assertThat(other.askBulk("CLIENT LIST")).containsPattern(all));
  }

  private static void takePiece(Peer peer) {
    assertThat(peer.line()).isEqualTo("$" + PIECE_BYTES);
    peer.exactly(PIECE_BYTES + 2);
  }

  @EachTransport
  void whoTakesNothingIsNotKept(TestTransport transport) throws Exception {
    try (Served server = served(transport);
        Peer stuck = server.peer();
        Peer other = server.peer()) {
      ask(stuck, PIECE_BY_PIECE + "QUIT\r\n", other);
      late.complete(Reply.OK);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
    }
  }

  @Test
  void whoIsSlowGetsItAll() throws Exception {
    try (Served server = served(TestTransport.best());
        Peer byPieces = server.peer();
        Peer atOnce = server.peer();
        Peer other = server.peer()) {
      ask(byPieces, PIECE_BY_PIECE + "QUIT\r\n", other);
      ask(atOnce, "WHOLE\r\nQUIT\r\n", other);
      late.complete(Reply.OK);
      assertThat(byPieces.line()).isEqualTo("+OK");
      assertThat(atOnce.line()).isEqualTo("+OK");
      assertThat(atOnce.line()).isEqualTo("$" + PIECES * PIECE_BYTES);
      for (int i = 0; i < PIECES; i++) {
        // In total longer than the stall time.
        Thread.sleep(15);
        takePiece(byPieces);
        atOnce.exactly(PIECE_BYTES);
      }
      assertThat(byPieces.rest()).isEqualTo("+OK\r\n");
      assertThat(atOnce.rest()).isEqualTo("\r\n+OK\r\n");
    }
  }

  @EachTransport
  void whoTakesLittleAtATimeIsKept(TestTransport transport) throws Exception {
    try (Served server = served(transport);
        Peer trickling = server.peer();
        Peer other = server.peer()) {
      ask(trickling, "WHOLE\r\nQUIT\r\n", other);
      late.complete(Reply.OK);
      assertThat(trickling.line()).isEqualTo("+OK");
      assertThat(trickling.line()).isEqualTo("$" + PIECES * PIECE_BYTES);
      // In total longer than the stall time, and so little at once that the kernel announces no
      // room.
      for (int i = 0; i < 24; i++) {
        Thread.sleep(12);
        trickling.exactly(TRICKLE_BYTES);
      }
      trickling.exactly(PIECES * PIECE_BYTES - 24 * TRICKLE_BYTES);
      assertThat(trickling.rest()).isEqualTo("\r\n+OK\r\n");
    }
  }

  @Test
  void aStopGivesTheTimeItWasToldAlsoToWhoTakesNothingMeanwhile() throws Exception {
    try (Served server = served(TestTransport.best());
        Peer busy = server.peer();
        Peer other = server.peer()) {
      assertThat(other.ask("CONFIG SET shutdown-timeout 60")).isEqualTo("+OK");
      ask(busy, PIECE_BY_PIECE, other);
      Future<Void> stopped = server.vertx().close();
      // All clients are told in one task, so the busy one is closing, too.
      assertThat(other.rest()).isEmpty();
      late.complete(Reply.OK);
      // Twice the time after which a client that has quit is closed.
      Thread.sleep(2 * STALL.toMillis());
      assertThat(busy.line()).isEqualTo("+OK");
      for (int i = 0; i < PIECES; i++) {
        takePiece(busy);
      }
      assertThat(busy.rest()).isEmpty();
      Served.await(stopped);
    }
  }
}
