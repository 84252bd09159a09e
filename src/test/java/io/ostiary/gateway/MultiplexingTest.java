package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many clients share a connection, and each reads its own replies in its own order. */
final class MultiplexingTest {

  private static final int WORKERS = 16;
  private static final int MOST_VALUE_BYTES = 300_000;

  /** One client with its own keys, which knows the reply to each of its requests. */
  private static final class Owner {

    private final Peer peer;
    private final String name;
    private final Random random;
    private final List<String> list = new ArrayList<>();
    private StringBuilder requests = new StringBuilder();
    private StringBuilder replies = new StringBuilder();
    private boolean resp3;
    private String value = null; // null: not set

    Owner(Peer peer, int number) {
      this.peer = peer;
      this.name = "owner:" + number;
      this.random = new Random(number);
    }

    void pipeline() {
      // New ones: a thousand owners would keep the size of their longest.
      requests = new StringBuilder();
      replies = new StringBuilder();
      int count = 1 + random.nextInt(24);
      for (int i = 0; i < count; i++) {
        ask(random.nextInt(15));
      }
      String all = requests.toString();
      int cut = random.nextInt(all.length() + 1);
      Thread sender = new Thread(() -> peer.send(all.substring(0, cut)).send(all.substring(cut)));
      sender.start();
      assertThat(peer.exactly(replies.length())).as(name).isEqualTo(replies.toString());
      try {
        sender.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void ask(int kind) {
      String key = name + ":value";
      switch (kind) {
        case 0, 1, 2, 3 -> expect(nulls(value), "GET", key);
        case 4 -> {
          value = name + "x".repeat(random.nextInt(200));
          expect("+OK\r\n", "SET", key, value);
        }
        case 5 -> {
          list.add(0, name + "-" + random.nextInt());
          expect(":" + list.size() + "\r\n", "LPUSH", name + ":list", list.get(0));
        }
        case 6, 7 -> expect(array(list), "LRANGE", name + ":list", "0", "-1");
        case 8 -> expect("-ERR unknown command 'NO', with args beginning with: \r\n", "NO");
        case 9 -> expect(WRONG_TYPE, "LPUSH", key + ":text", "x");
        case 10 -> expect(bulk(name), "ECHO", name);
        case 11 -> expect("+PONG\r\n", "PING");
        case 12 -> select();
        case 13 -> bigValue();
        default -> greet();
      }
    }

    private static final String WRONG_TYPE =
        "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";

    private void select() {
      expect("+OK\r\n", "SELECT", "7");
      expect("+OK\r\n", "SET", name + ":seven", "7" + name);
      expect(bulk("7" + name), "GET", name + ":seven");
      expect("+OK\r\n", "SELECT", "0");
      expect(nulls(null), "GET", name + ":seven");
    }

    private void bigValue() {
      if (random.nextInt(8) == 0) {
        String big = name + "b".repeat(random.nextInt(MOST_VALUE_BYTES));
        expect("+OK\r\n", "SET", name + ":big", big);
        expect(bulk(big), "GET", name + ":big");
      }
    }

    /** Changes the protocol; what HELLO answers is of no fixed length, so it is read alone. */
    private void greet() {
      if (requests.isEmpty() && random.nextInt(4) == 0) {
        resp3 = !resp3;
        peer.send("HELLO " + (resp3 ? 3 : 2) + "\r\n*1\r\n$4\r\nPING\r\n");
        String line = peer.line();
        assertThat(line).isEqualTo(resp3 ? "%7" : "*14");
        while (!line.equals("+PONG")) {
          line = peer.line();
        }
      } else {
        expect(array(List.of("a" + name, "b")), "EVAL", "return {KEYS[1], 'b'}", "1", "a" + name);
      }
    }

    private void expect(String reply, String... words) {
      requests.append('*').append(words.length).append("\r\n");
      for (String word : words) {
        requests.append(bulk(word));
      }
      replies.append(reply);
    }

    private String nulls(String text) {
      return text == null ? (resp3 ? "_\r\n" : "$-1\r\n") : bulk(text);
    }

    private static String bulk(String text) {
      return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static String array(List<String> words) {
      StringBuilder array = new StringBuilder("*" + words.size() + "\r\n");
      words.forEach(word -> array.append(bulk(word)));
      return array.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"FAST_PATH, 1, 1000, 8", "FAST_PATH, 3, 300, 8", "NIO, 2, 200, 4"})
  void everyClientReadsItsOwnRepliesInItsOrder(
      TestTransport transport, int instances, int clients, int rounds) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, instances)) {
      List<Owner> owners = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Owner owner = new Owner(gateway.peer(), i);
        owners.add(owner);
        assertThat(owner.peer.send("SET " + owner.name + ":value:text x\r\n").line())
            .isEqualTo("+OK");
      }
      inParallel(
          owners.stream()
              .<Callable<Void>>map(
                  owner ->
                      () -> {
                        for (int round = 0; round < rounds; round++) {
                          owner.pipeline();
                        }
                        return null;
                      })
              .toList());
      try (Peer server = gateway.direct()) {
        // Few for each loop: two databases, two protocols, what is slow apart; none for each
        // client.
        assertThat(server.info("connected_clients"))
            .isLessThanOrEqualTo(1 + instances * 8L + 4 * WORKERS);
      }
      owners.forEach(owner -> owner.peer.close());
    }
  }

  private static void inParallel(List<Callable<Void>> all) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      for (Future<Void> done : workers.invokeAll(all, 120, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void eachByteOfAReplyMayComeAlone() throws Exception {
    try (TestGateway gateway = TestGateway.start();
        FaultyLink link = FaultyLink.to(gateway.redisPort());
        Served before = Served.with(TestGateway.to(link.port()), 1);
        Peer one = before.peer();
        Peer other = before.peer()) {
      assertThat(one.ask("RPUSH list a bb ccc")).isEqualTo(":3");
      link.repliesInPiecesOf(1);
      for (int i = 0; i < 20; i++) {
        one.send("LRANGE list 0 -1\r\nNO\r\nGET none\r\n");
        other.send("ECHO other\r\nLLEN list\r\nGET none\r\n");
        assertThat(other.exactly(":3\r\n$-1\r\n".length() + "$5\r\nother\r\n".length()))
            .isEqualTo("$5\r\nother\r\n:3\r\n$-1\r\n");
        String list = "*3\r\n$1\r\na\r\n$2\r\nbb\r\n$3\r\nccc\r\n";
        assertThat(one.exactly(list.length())).isEqualTo(list);
        assertThat(one.line()).startsWith("-ERR unknown command 'NO'");
        assertThat(one.line()).isEqualTo("$-1");
      }
    }
  }
}
