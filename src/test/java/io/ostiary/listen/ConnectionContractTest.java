package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.peer.Peer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What holds for every connection: how it is read, and how it ends. */
final class ConnectionContractTest extends ConnectionFixture {

  @EachConnection
  void whatIsSentInsideACallbackArrives(ConnectionKind kind) throws Exception {
    begin(
        kind,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().send(connection().output().writeBytes(text("one ")));
            connection().send(text("two\n"));
          }
        });
    try (Peer peer = peer().send("hello")) {
      assertThat(peer.line()).isEqualTo("one two");
      await().until(() -> told.size() == 2);
      assertThat(told).containsExactly("received hello", "readComplete");
    }
  }

  @EachConnection
  void closeInsideACallbackIsToldBeforeItReturnsAndNothingAfterIt(ConnectionKind kind)
      throws Exception {
    begin(
        kind,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().close();
            note("close has returned");
            connection().send(text("never sent"));
            connection().close();
          }
        });
    try (Peer peer = peer().send("hello")) {
      assertThat(peer.rest()).isEmpty();
      onLoop(connection -> {});
      assertThat(told).containsExactly("received hello", "closed", "close has returned");
    }
  }

  @EachConnection
  void aPeerThatHasSentItsEndStillGetsWhatWasSentToIt(ConnectionKind kind) throws Exception {
    bePatient();
    byte[] much = random(MUCH);
    begin(
        kind,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().send(direct(much));
          }
        });
    try (Socket peer = socket()) {
      peer.getOutputStream().write('x');
      peer.shutdownOutput();
      await().until(() -> told.contains("readComplete"));
      assertThat(peer.getInputStream().readAllBytes()).isEqualTo(much);
      await().until(() -> told.contains("closed"));
      assertThat(told).containsOnlyOnce("closed");
    }
  }

  @EachConnection
  void whatAPeerSentWithItsEndIsKeptWhileItIsNotRead(ConnectionKind kind) throws Exception {
    begin(kind, new Recorder());
    try (Socket peer = socket()) {
      onLoop(connection -> connection.reading(false));
      peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      peer.shutdownOutput();
      awaitTurns();
      onLoop(connection -> connection.send(text("late\n")));
      awaitTurns();
      assertThat(told).noneMatch(event -> event.startsWith("received") || event.equals("closed"));
      onLoop(connection -> connection.reading(true));
      assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("late\n");
      await().until(() -> told.contains("closed"));
      assertThat(told)
          .filteredOn(event -> !event.equals("readComplete"))
          .containsExactly("received hello", "closed");
    }
  }

  @EachConnection
  void aPeerThatHasSentItsEndAndTakesNothingIsClosed(ConnectionKind kind) throws Exception {
    begin(
        kind,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().send(direct(new byte[MUCH]));
          }
        });
    try (Socket peer = socket()) {
      peer.getOutputStream().write('x');
      peer.shutdownOutput();
      await().until(() -> told.contains("closed"));
    }
  }

  @EachConnection
  void aResetEndsTheConnection(ConnectionKind kind) throws Exception {
    begin(kind, new Recorder());
    Peer peer = peer().send("half");
    await().until(() -> told.contains("readComplete"));
    peer.reset();
    await().until(() -> told.contains("closed"));
    assertThat(told).noneMatch(event -> event.contains("outside")).containsOnlyOnce("closed");
    assertThat(told.get(told.size() - 1)).isEqualTo("closed");
  }

  @EachConnection
  void aResetEndsAConnectionThatIsNotReadBecauseItsPeerDoesNotReadEither(ConnectionKind kind)
      throws Exception {
    begin(kind, new Recorder());
    Peer peer = peer();
    onLoop(
        connection -> {
          connection.send(direct(new byte[MUCH]));
          connection.reading(false);
        });
    peer.send("half").reset();
    await().until(() -> told.contains("closed"));
    assertThat(told).containsOnlyOnce("closed");
  }

  @EachConnection
  void tasksRunInOrderNeverWithinTheirCallerAndTheirFailuresAreTold(ConnectionKind kind)
      throws Exception {
    begin(kind, new Recorder());
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            connection.execute(() -> note("first"));
            connection.execute(
                () -> {
                  throw new IllegalStateException("on purpose");
                });
            note("both are asked for");
          });
      assertThat(peer.rest()).isEmpty();
      onLoop(connection -> note("after the end"));
      assertThat(told)
          .containsExactly(
              "both are asked for", "first", "failed on purpose", "closed", "after the end");
    }
  }

  @EachConnection
  void aLingeringCloseIsReadByAPeerThatStillSends(ConnectionKind kind) throws Exception {
    bePatient();
    begin(
        kind,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            bytes.release();
            note("received");
            connection().lingeringClose(text("why\n"));
          }
        });
    try (Peer peer = peer()) {
      peer.send("x".repeat(300_000));
      assertThat(peer.rest()).isEqualTo("why\n");
    }
    await().until(() -> lingersAreFree(8));
    assertThat(told).containsExactly("received");
  }

  private boolean lingersAreFree(int count) {
    int taken = 0;
    while (taken < count && lingerLimit.take()) {
      taken++;
    }
    for (int i = 0; i < taken; i++) {
      lingerLimit.giveBack();
    }
    return taken == count;
  }

  @EachConnection
  void closeAfterWritesWritesAll(ConnectionKind kind) throws Exception {
    byte[] much = random(MUCH);
    begin(kind, new Recorder());
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            connection.send(Unpooled.wrappedBuffer(much));
            connection.closeAfterWrites();
            note("is to close");
          });
      assertTakes(peer, much);
      assertThat(peer.rest()).isEmpty();
      await().until(() -> told.contains("closed"));
      assertThat(told.get(0)).isEqualTo("is to close");
    }
  }

  @EachConnection
  void nothingIsReadBeforeThereIsAListener(ConnectionKind kind) throws Exception {
    begin(kind);
    try (Socket peer = socket()) {
      peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      peer.shutdownOutput();
      awaitTurns();
      onLoop(connection -> connection.serve(new Recorder()));
      await().until(() -> told.contains("closed"));
      assertThat(told)
          .filteredOn(event -> !event.equals("readComplete"))
          .containsExactly("received hello", "closed");
    }
  }

  @EachConnection
  void aListenerThatComesTooLateIsToldSo(ConnectionKind kind) throws Exception {
    begin(kind);
    try (Peer peer = peer()) {
      onLoop(Connection::close);
      assertThat(peer.rest()).isEmpty();
      onLoop(
          connection -> {
            connection.serve(new Recorder());
            note("serve has returned");
          });
      await().until(() -> told.contains("closed"));
      assertThat(told).containsExactly("serve has returned", "closed");
    }
  }
}
