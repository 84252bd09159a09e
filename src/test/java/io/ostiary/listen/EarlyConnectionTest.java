package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.netserver.NetServerListener;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.settings.ListenerProfile;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that the transport takes before their listener accepts. */
final class EarlyConnectionTest {

  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private void serve(Arriving arriving) {
    arrived.incrementAndGet();
    arriving.enter(this::serve);
  }

  private void serve(Connection connection) {
    connection.serve(
        new ConnectionListener() {
          @Override
          public void received(ByteBuf bytes) {
            connection.send(bytes);
          }

          @Override
          public void readComplete() {}

          @Override
          public void writable() {}

          @Override
          public void failed(Throwable cause) {
            connection.close();
          }

          @Override
          public void closed() {
            closed.incrementAndGet();
          }
        });
  }

  @Test
  void oneThatIsGoneByThenIsNotServed() throws Exception {
    assumeThat(TestTransport.EPOLL.isAvailable()).isTrue();
    Vertx vertx = TestTransport.EPOLL.newVertx();
    try {
      ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
      Listener listener =
          new NetServerListener(
              context,
              vertx.createNetServer(),
              new ListenerSpec.Tcp(
                  ListenerProfile.TCP,
                  InetAddress.getLoopbackAddress(),
                  ListenerSpec.Families.AS_BOUND,
                  -1,
                  TestListener.BACKLOG),
              TestListener.options(10, 8),
              Optional.empty(),
              this::serve,
              AcceptGate.OPEN);
      Promise<Endpoint> opened = Promise.promise();
      context.runOnContext(nothing -> listener.open().onComplete(opened::handle));
      int port = Served.await(opened.future()).port();

      long before = Served.openDescriptors();
      Peer gone = Peer.to(port);
      await().until(() -> Served.openDescriptors() == before + 2);
      gone.reset();
      await().until(() -> Served.openDescriptors() == before);
      try (Peer waiting = Peer.to(port).send("early\n")) {
        context.runOnContext(nothing -> listener.accept());
        assertThat(waiting.line()).isEqualTo("early");
        assertThat(arrived).hasValue(1);
        assertThat(closed).hasValue(0);
      }
      await().untilAsserted(() -> assertThat(closed).hasValue(1));
    } finally {
      Served.await(vertx.close());
    }
  }
}
