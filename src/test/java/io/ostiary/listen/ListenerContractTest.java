package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** What holds for a listener on every transport. */
final class ListenerContractTest extends ConnectionFixture {

  @EachTransport
  void aListenerStopsAcceptingWhileItsClientsStayAndAnotherOpensBesideIt(TestTransport on)
      throws Exception {
    ConnectionListener echo =
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            connection().send(bytes);
          }

          @Override
          public void readComplete() {}
        };
    TestListener listener = listen(on, echo);
    try (Peer client = Peer.to(listener.port()).send("a\n")) {
      assertThat(client.line()).isEqualTo("a");
      TestListener other = openListener(new Recorder());
      listener.stopAccepting();
      await().until(() -> isRefused(listener.port()));
      try (Peer another = Peer.to(other.port()).send("b")) {
        await().until(() -> told.contains("received b"));
        assertThat(another).isNotNull();
      }
      assertThat(client.send("c\n").line()).isEqualTo("c");
      listener.close(Duration.ZERO);
      assertThat(client.rest()).isEmpty();
      other.close(Duration.ZERO);
    }
  }

  private static boolean isRefused(int port) {
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !peer.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  @EachTransport
  void aCloseGivesItsClientsTheTimeThatItWasTold(TestTransport on) throws Exception {
    TestListener listener = listen(on, new Recorder());
    try (Peer client = Peer.to(listener.port()).send("a")) {
      await().until(() -> told.contains("received a"));
      listener.close(Duration.ofMillis(200));
      assertThat(client.rest()).isEmpty();
      assertThat(told).contains("closed");
    }
  }
}
