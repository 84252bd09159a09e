package io.ostiary.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTest {

  private final Stats stats = new Stats();

  @Test
  void showsWhatItCounted() {
    stats.connectionReceived();
    stats.connectionReceived();
    stats.connectionRejected();
    stats.read(100);
    stats.ran(3);
    stats.wrote(50);
    stats.errorReply();
    stats.queryBufferDisconnection();
    assertThat(stats.info().lines())
        .containsExactly(
            "total_connections_received:2",
            "total_commands_processed:3",
            "instantaneous_ops_per_sec:0",
            "total_net_input_bytes:100",
            "total_net_output_bytes:50",
            "instantaneous_input_kbps:0.00",
            "instantaneous_output_kbps:0.00",
            "rejected_connections:1",
            "total_error_replies:1",
            "total_reads_processed:1",
            "total_writes_processed:1",
            "client_query_buffer_limit_disconnections:1",
            "acl_access_denied_auth:0",
            "acl_access_denied_cmd:0",
            "acl_access_denied_key:0",
            "acl_access_denied_channel:0",
            "acl_access_denied_db:0");
  }

  @Test
  void showsHowFastTheFiguresGrow() {
    stats.sample(1000);
    stats.read(16 * 1024);
    stats.ran(1600);
    stats.wrote(16 * 1024 + 512);
    stats.sample(2000);
    assertThat(stats.info())
        .contains("instantaneous_ops_per_sec:100\r\n")
        .contains("instantaneous_input_kbps:1.00\r\n")
        .contains("instantaneous_output_kbps:1.03\r\n");
  }

  @Test
  void beginsAnewAfterAReset() {
    String fresh = new Stats().info();
    stats.connectionReceived();
    stats.connectionRejected();
    stats.sample(1000);
    stats.read(4096);
    stats.ran(100);
    stats.wrote(4096);
    stats.errorReply();
    stats.queryBufferDisconnection();
    stats.sample(2000);
    stats.reset();
    assertThat(stats.info()).isEqualTo(fresh);
  }

  @Test
  void losesNothingThatManyThreadsCount() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 10_000; n++) {
                  stats.read(2);
                  stats.ran(1);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(stats.info())
        .contains("total_commands_processed:80000\r\n")
        .contains("total_net_input_bytes:160000\r\n")
        .contains("total_reads_processed:80000\r\n");
  }
}
