package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a primary tells of its replicas, and how old their data is by that. */
final class ReplicationInfoTest {

  @Test
  void knowsThoseInStepAndHowFarTheyAre() {
    ReplicationInfo info =
        ReplicationInfo.of(
            """
            # Replication\r
            role:master\r
            connected_slaves:3\r
            slave0:ip=10.0.0.7,port=6380,state=online,offset=120,lag=0\r
            slave1:ip=10.0.0.8,port=6380,state=wait_bgsave,offset=0,lag=0\r
            slave2:ip=fd00::9,port=6381,state=online,offset=90,lag=1\r
            master_failover_state:no-failover\r
            master_replid:abc\r
            master_repl_offset:125\r
            """);
    assertThat(info.history()).isEqualTo("abc");
    assertThat(info.offset()).isEqualTo(125);
    assertThat(info.replicas())
        .containsExactlyInAnyOrder(
            new ReplicationInfo.Replica("10.0.0.7", 6380, 120),
            new ReplicationInfo.Replica("fd00::9", 6381, 90));
    assertThat(ReplicationInfo.of("role:master\r\nslave0:ip=a,port=x").replicas()).isEmpty();
    assertThat(ReplicationInfo.of("").replicas()).isEmpty();
  }

  @Test
  void dataIsAsOldAsTheLastSampleThatItReaches() {
    OffsetHistory history = new OffsetHistory();
    history.add(1_000, 10, "a");
    history.add(2_000, 20, "a");
    history.add(3_000, 20, "a");
    assertThat(history.millisAt(9)).isEqualTo(OffsetHistory.NEVER);
    assertThat(history.millisAt(10)).isEqualTo(1_000);
    assertThat(history.millisAt(19)).isEqualTo(1_000);
    assertThat(history.millisAt(25)).isEqualTo(3_000);
    history.add(4_000, 5, "b");
    assertThat(history.millisAt(4)).isEqualTo(OffsetHistory.NEVER);
    assertThat(history.millisAt(5)).isEqualTo(4_000);
  }
}
