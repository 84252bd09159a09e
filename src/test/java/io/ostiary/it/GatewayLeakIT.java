package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No buffer of a gateway is lost, whatever its clients do: Netty's leak detector says nothing. */
class GatewayLeakIT {

  private static final String BIG = "v".repeat(200_000);

  private static final List<String> REQUESTS =
      List.of(
          "SET k 1\r\nGET k\r\n",
          "*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$200000\r\n" + BIG + "\r\n",
          "GET big\r\nGET big\r\nGET k\r\n",
          "MULTI\r\nINCR n\r\nEXEC\r\n",
          "MULTI\r\nINCR n\r\n",
          "WATCH k\r\nGET k\r\n",
          "BLPOP none 0\r\n",
          "SUBSCRIBE news\r\n",
          "CLIENT TRACKING ON\r\n",
          "MONITOR\r\n",
          "HELLO 3\r\nSELECT 2\r\nGET k\r\n",
          "EVAL \"return {1,{2,'x'}}\" 0\r\nKEYS *\r\nINFO\r\nCONFIG GET *\r\n",
          "NOSUCH\r\nSET k\r\n*x\r\n",
          "WAIT 1 0\r\n");

  @Test
  void nothingIsReportedAfterManyClientsThatLeaveInEveryWay() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OstiaryProcess gateway =
            Start.onFreePort(
                    "--event-loops",
                    "2",
                    "--upstream",
                    "redis://127.0.0.1:" + redis.port(),
                    "--upstream-pubsub",
                    "pinned")
                .jvm("-Dio.netty.leakDetection.level=paranoid")
                .untilReady()) {
      for (int round = 0; round < 10; round++) {
        for (String request : REQUESTS) {
          gateway.peer().send(request).reset();
          gateway.peer().send(request).close();
          try (Peer halfClosed = gateway.peer()) {
            halfClosed.send(request + "QUIT\r\n");
          }
        }
        RedisCli.ask(redis.port(), "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        collect(gateway);
      }
      try (Peer peer = gateway.peer()) {
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }
      assertThat(gateway.log() + gateway.err()).doesNotContain("LEAK");
    }
  }

  /** A lost buffer is reported by the next that is made when it has been collected. */
  private static void collect(OstiaryProcess gateway) throws Exception {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    Process collecting =
        new ProcessBuilder(jcmd, Long.toString(gateway.pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    assertThat(collecting.waitFor()).isZero();
    for (int i = 0; i < 5; i++) {
      try (Peer peer = gateway.peer()) {
        assertThat(peer.send("GET k\r\n").line()).startsWith("$");
      }
    }
  }
}
