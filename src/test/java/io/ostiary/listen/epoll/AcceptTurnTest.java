package io.ostiary.listen.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.epoll.Epoll;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.TestListener;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections a loop accepts in one turn, where it accepts for itself. */
final class AcceptTurnTest {

  private static final int CROWD = 64;

  private final Vertx vertx = Vertx.builder().withTransport(Transport.nativeTransport()).build();
  private final List<Socket> crowd = new ArrayList<>();

  private final Promise<Void> allArrived = Promise.promise();

  // On the event loop only
  private int arrived;
  private int inThisTurn;
  private int most;

  @BeforeEach
  void epoll() {
    assumeThat(Epoll.isAvailable()).isTrue();
  }

  @AfterEach
  void end() throws Exception {
    for (Socket peer : crowd) {
      peer.close();
    }
    Served.await(vertx.close());
  }

  private void letIn(Arriving connection) {
    count();
    connection.enter(entered -> entered.lingeringClose(entered.output()));
  }

  private void refuse(Arriving connection) {
    count();
    connection.refuse(connection.output().writeZero(1));
  }

  @ParameterizedTest(name = "at a pace of {0}")
  @ValueSource(ints = {1, 10, 50})
  void aTurnLetsInAsManyAsThePaceSays(int pace) throws Exception {
    assertThat(mostInOneTurn(pace, this::letIn)).isEqualTo(pace);
  }

  @ParameterizedTest(name = "at a pace of {0}")
  @ValueSource(ints = {1, 10})
  void whoIsTurnedAwayEndsATurn(int pace) throws Exception {
    assertThat(mostInOneTurn(pace, this::refuse)).isEqualTo(1);
  }

  /** A task that is queued during a turn of accepting runs after it. */
  private void count() {
    if (inThisTurn == 0) {
      vertx.runOnContext(
          nothing -> {
            most = Math.max(most, inThisTurn);
            inThisTurn = 0;
            if (arrived == CROWD) {
              allArrived.complete();
            }
          });
    }
    inThisTurn++;
    arrived++;
  }

  /** Connections wait while the loop is blocked; then the arrivals of each turn are counted. */
  private int mostInOneTurn(int pace, Consumer<Arriving> onArrival) throws Exception {
    TestListener listener =
        TestListener.open(
            TestTransport.FAST_PATH, vertx, TestListener.options(pace, CROWD), onArrival);
    Semaphore isThere = new Semaphore(0);
    listener.context().runOnContext(nothing -> isThere.acquireUninterruptibly());
    for (int i = 0; i < CROWD; i++) {
      crowd.add(new Socket(InetAddress.getLoopbackAddress(), listener.port()));
    }
    isThere.release();
    Served.await(allArrived.future());
    return most;
  }
}
