package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Commands with keys of several slots, where they may be taken apart. */
final class SplitIT {

  @TempDir Path folder;

  @Test
  void repliesOfThePartsAreOneReplyInTheOrderOfTheKeys() throws Exception {
    try (ClusterServers cluster = ClusterServers.start(folder, 0);
        // One seed, which says itself that it is of a cluster.
        Served gateway =
            Served.with(
                Served.local()
                    .put("upstream", "redis://127.0.0.1:" + cluster.port(1))
                    .put("upstream-split", true),
                1);
        Jedis jedis = new Jedis("127.0.0.1", gateway.port());
        Peer peer = gateway.peer()) {
      assertThat(jedis.mset("a", "1", "b", "2", "c", "3", "{a}d", "4")).isEqualTo("OK");
      assertThat(jedis.mget("c", "nothing", "b", "a", "{a}d", "a"))
          .isEqualTo(Arrays.asList("3", null, "2", "1", "4", "1"));
      assertThat(jedis.exists("a", "b", "c", "nothing", "a")).isEqualTo(4);
      assertThat(jedis.touch("a", "b", "nothing")).isEqualTo(2);
      assertThat(jedis.del("a", "b", "nothing")).isEqualTo(2);
      assertThat(jedis.unlink("c", "{a}d")).isEqualTo(2);
      peer.send("SET x 1\r\nMSET x 2 y 2\r\nMGET y x\r\nINCR x\r\n");
      assertThat(IntStream.range(0, 8).mapToObj(i -> peer.line()))
          .containsExactly("+OK", "+OK", "*2", "$1", "2", "$1", "2", ":3");
      assertThat(peer.ask("SINTERSTORE x y z")).startsWith("-CROSSSLOT ");
      assertThat(peer.ask("MSET x 1 y")).startsWith("-");
      jedis.configSet("upstream-split", "no");
      assertThat(peer.ask("DEL x y")).startsWith("-CROSSSLOT ");
    }
  }
}
