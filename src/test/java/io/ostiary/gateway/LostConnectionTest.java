package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection to the server behind that breaks: no reply is wrong, nothing is done twice. */
final class LostConnectionTest {

  private static final String LOST = "-ERR upstream connection was lost before the answer came: ";

  private RedisServer redis;
  private FaultyLink link;
  private Served served;
  private Peer peer;
  private volatile boolean stop;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    link = FaultyLink.to(redis.port());
    served = Served.with(TestGateway.to(link.port()), 1);
    peer = served.peer();
    assertThat(peer.ask("SET k value")).isEqualTo("+OK");
  }

  @AfterEach
  void close() {
    peer.close();
    served.close();
    link.close();
    redis.close();
  }

  @Test
  void whatOnlyReadsIsAskedAgainAndTheRestSaysThatItMayHaveRun() {
    link.holdReplies();
    try (Peer reads = served.peer();
        Peer writes = served.peer();
        Peer direct = Peer.to(redis.port())) {
      reads.send("GET k\r\nEXISTS k\r\n");
      writes.send("INCR n\r\n");
      await().until(() -> direct.ask("EXISTS n").equals(":1"));
      link.breakAll();
      link.passReplies();
      assertThat(writes.line()).startsWith(LOST).endsWith("; the command may have run");
      assertThat(reads.line()).isEqualTo("$5");
      assertThat(reads.line()).isEqualTo("value");
      assertThat(reads.line()).isEqualTo(":1");
      assertThat(writes.askBulk("GET n")).isEqualTo("1");
      assertThat(writes.info("upstream_losses")).isEqualTo(1);
      assertThat(writes.info("upstream_retries")).isEqualTo(2);
    }
  }

  @Test
  void aPartOfAReplyClosesItsClientAndNobodyElse() {
    String value = "v".repeat(200_000);
    assertThat(peer.send("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$200000\r\n" + value + "\r\n").line())
        .isEqualTo("+OK");
    link.breakAfterReplyBytes(100_000);
    try (Peer reads = served.peer()) {
      reads.send("GET big\r\n");
      assertThat(reads.rest()).hasSizeLessThan(200_000).startsWith("$200000\r\nv");
    }
    assertThat(peer.askBulk("GET k")).isEqualTo("value");
    assertThat(peer.askBulk("GET big")).isEqualTo(value);
  }

  @Test
  void whatNobodyAskedForEndsTheConnection() {
    String[] breaches = {"+OK\r\n", "hello\r\n", "$5\r\nhello\r\n", "*-7\r\n", "\r\n", "$1x\r\n"};
    for (String breach : breaches) {
      long before = peer.info("upstream_losses");
      link.say(breach);
      await().until(() -> peer.info("upstream_losses") > before);
      assertThat(peer.askBulk("GET k")).isEqualTo("value");
    }
  }

  @Test
  void garbageWithinAReplyEndsTheConnectionAndIsPassedToNobody() {
    link.holdReplies();
    try (Peer asks = served.peer()) {
      asks.send("INCR n\r\n");
      try (Peer direct = Peer.to(redis.port())) {
        await().until(() -> direct.ask("EXISTS n").equals(":1"));
      }
      link.say("?garbage\r\n");
      assertThat(asks.line()).startsWith(LOST).contains("it broke the protocol");
      link.passReplies();
      assertThat(asks.ask("INCR n")).isEqualTo(":2");
    }
  }

  @Test
  void aTransactionInOneReadIsDoneWhollyOrNotWhereverItIsCut() {
    String burst = "MULTI\r\nINCR a\r\nINCR b\r\nEXEC\r\n";
    long done = 0;
    for (int cut = 0; cut < 90; cut += 3) {
      try (Peer client = served.peer()) {
        assertThat(client.ask("PING")).isEqualTo("+PONG");
        link.breakAfterRequestBytes(cut);
        client.send(burst);
        String last = "";
        for (int i = 0; i < 4; i++) {
          last = client.line();
        }
        link.breakAfterRequestBytes(Long.MAX_VALUE);
        if (last.equals("*2")) {
          done++;
          assertThat(client.line()).isEqualTo(":" + done);
          assertThat(client.line()).isEqualTo(":" + done);
        } else {
          assertThat(last).startsWith("-ERR upstream");
        }
        assertThat(client.ask("EXISTS b")).isEqualTo(client.ask("EXISTS a"));
        long a = count(client, "a");
        assertThat(count(client, "b")).isEqualTo(a).isBetween(done, done + 1);
        done = a;
      }
    }
    assertThat(done).isPositive();
  }

  private static long count(Peer client, String key) {
    client.send("INCRBY " + key + " 0\r\n");
    return Long.parseLong(client.line().substring(1));
  }

  /** What one client counted. */
  private record Counted(String key, long known, long possible) {}

  @Test
  void nothingIsDoneTwiceWhileConnectionsBreakUnderLoad() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(12);
    try {
      List<Callable<Counted>> clients = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String key = "counter:" + i;
        clients.add(() -> countUp(key));
      }
      List<Future<Counted>> running = new ArrayList<>();
      clients.forEach(client -> running.add(workers.submit(client)));
      for (int i = 0; i < 10; i++) {
        link.breakAfterReplyBytes(40_000 + 37_000L * i);
        await().until(link::isWhole);
      }
      stop = true;
      try (Peer direct = Peer.to(redis.port())) {
        for (Future<Counted> client : running) {
          Counted counted = client.get();
          assertThat(count(direct, counted.key()))
              .isBetween(counted.known(), counted.known() + counted.possible());
        }
      }
    } finally {
      stop = true;
      workers.shutdownNow();
    }
  }

  private Counted countUp(String key) {
    long last = 0;
    long known = 0;
    long possible = 0;
    Peer client = served.peer();
    while (!stop) {
      client.send("INCR " + key + "\r\nGET " + key + "\r\n");
      String reply = firstLine(client);
      if (reply.startsWith(":")) {
        long value = Long.parseLong(reply.substring(1));
        assertThat(value).isGreaterThan(last);
        // Each that is between was one of which it was said that it may have run.
        assertThat(value).isLessThanOrEqualTo(known + possible + 1);
        last = value;
        known++;
      } else if (reply.endsWith("may have run")) {
        possible++;
      } else if (reply.isEmpty()) {
        possible++; // Half of the reply had come.
        client = served.peer();
        continue;
      } else {
        assertThat(reply).startsWith("-ERR upstream is unreachable");
      }
      String header = firstLine(client);
      boolean hasValue = header.startsWith("$") && !header.equals("$-1");
      if (header.isEmpty() || (hasValue && firstLine(client).isEmpty())) {
        client = served.peer();
      }
    }
    client.close();
    return new Counted(key, known, possible);
  }

  private static String firstLine(Peer client) {
    try {
      return client.line();
    } catch (AssertionError closed) {
      client.close();
      return "";
    }
  }
}
