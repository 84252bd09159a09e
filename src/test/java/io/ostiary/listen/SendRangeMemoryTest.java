package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it costs to pass bytes on, on the fast path. */
final class SendRangeMemoryTest extends ConnectionFixture {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SENDS = 1_000;

  @Test
  void whatTheKernelTakesCostsNoObject() throws Exception {
    assumeThat(TestTransport.FAST_PATH.isAvailable()).isTrue();
    begin(new ConnectionKind(TestTransport.FAST_PATH, true, Optional.empty()), new Recorder());
    ByteBuf bytes = direct("+OK\r\n".getBytes(StandardCharsets.US_ASCII));
    try (Peer peer = peer()) {
      onLoop(connection -> send(connection, bytes)); // The first time, classes are loaded.
      onLoop(
          connection -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            send(connection, bytes);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(SENDS);
          });
      assertThat(peer.exactly(2 * SENDS * bytes.capacity())).endsWith("+OK\r\n");
    }
    bytes.release();
  }

  private static void send(Connection connection, ByteBuf bytes) {
    for (int i = 0; i < SENDS; i++) {
      connection.send(bytes, 0, bytes.capacity());
    }
  }
}
