package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What becomes of a connection whose peer has sent its end, by what its listener says to that. */
final class InputEndedTest extends ConnectionFixture {

  /** Has more for the peer, and closes by itself. */
  private class Owing extends Recorder {

    @Override
    public boolean inputEnded() {
      note("inputEnded");
      return true;
    }
  }

  private void sendsAndEnds(Socket peer) throws Exception {
    peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
    peer.shutdownOutput();
  }

  @EachConnection
  void aListenerThatHasMoreSendsItLaterAndClosesTheConnectionItself(ConnectionKind kind)
      throws Exception {
    begin(kind, new Owing());
    try (Socket peer = socket()) {
      sendsAndEnds(peer);
      await().until(() -> told.contains("inputEnded"));
      if (!kind.sendsAfterEnd()) {
        assertThat(peer.getInputStream().readAllBytes()).isEmpty();
        await().until(() -> told.contains("closed"));
        return;
      }
      onLoop(connection -> connection.send(text("late\n")));
      assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("late\n");
      assertThat(told).doesNotContain("closed");
      onLoop(connection -> connection.send(text("last\n")));
      onLoop(Connection::closeAfterWrites);
      assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("last\n");
      await().until(() -> told.contains("closed"));
    }
    assertThat(told)
        .filteredOn(event -> !event.equals("readComplete"))
        .containsExactly("received hello", "inputEnded", "closed");
  }

  @EachConnection
  void aListenerMayCloseWithinTheCall(ConnectionKind kind) throws Exception {
    begin(
        kind,
        new Recorder() {
          @Override
          public boolean inputEnded() {
            note("inputEnded");
            connection().close();
            note("is told");
            return true;
          }
        });
    try (Socket peer = socket()) {
      sendsAndEnds(peer);
      assertThat(peer.getInputStream().readAllBytes()).isEmpty();
      await().until(() -> told.contains("is told"));
    }
    assertThat(told)
        .filteredOn(event -> !event.equals("readComplete"))
        .containsExactly("received hello", "inputEnded", "closed", "is told");
  }

  @EachConnection
  void thePeersResetEndsAConnectionOfWhichItsListenerHasMore(ConnectionKind kind) throws Exception {
    begin(kind, new Owing());
    Socket peer = socket();
    sendsAndEnds(peer);
    await().until(() -> told.contains("inputEnded"));
    peer.setSoLinger(true, 0);
    peer.close();
    await()
        .until(
            () -> {
              onLoop(connection -> connection.send(text("late\n")));
              return told.contains("closed");
            });
    assertThat(told).containsOnlyOnce("inputEnded").containsOnlyOnce("closed");
  }
}
