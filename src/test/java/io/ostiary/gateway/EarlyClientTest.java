package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import org.junit.jupiter.api.Test;

/** Clients that ask before it is known what the server behind can do. */
final class EarlyClientTest {

  @Test
  void whatTheyAskIsTreatedAsWhatItIs() throws Exception {
    try (RedisServer redis = RedisServer.start();
        FaultyLink link = FaultyLink.to(redis.port())) {
      link.holdReplies();
      try (Served served =
              Served.with(TestGateway.to(link.port()).put("upstream-connect-timeout", 60_000), 1);
          Peer peer = served.peer();
          Peer watches = served.peer();
          Peer blocks = served.peer();
          Peer reads = served.peer()) {
        peer.send("MULTI\r\nSET k 1\r\nPING\r\nEXEC\r\nGET k\r\n");
        watches.send("WATCH k\r\nSET k 2\r\nMULTI\r\nSET k 3\r\nEXEC\r\n");
        blocks.send("BLPOP list 0\r\n");
        reads.send("GET none\r\n");
        try (Peer watcher = served.peer()) {
          await().until(() -> watcher.askBulk("CLIENT LIST").contains("id=4"));
        }
        link.passReplies();

        assertThat(reads.line()).isEqualTo("$-1");
        String transaction = "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n+PONG\r\n";
        assertThat(peer.exactly(transaction.length())).isEqualTo(transaction);
        assertThat(peer.line()).isEqualTo("$1");
        String aborted = "+OK\r\n+OK\r\n+OK\r\n+QUEUED\r\n*-1\r\n";
        assertThat(watches.exactly(aborted.length())).isEqualTo(aborted);
        assertThat(reads.ask("RPUSH list x")).isEqualTo(":1");
        assertThat(blocks.line()).isEqualTo("*2");
      }
    }
  }
}
