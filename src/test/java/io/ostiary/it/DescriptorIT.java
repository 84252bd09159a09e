package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DescriptorIT {

  private static final Pattern LOWERED =
      Pattern.compile(
          "maxclients is lowered from 10000 to ([0-9]+): .*open-file limit is [0-9]+.*");

  private static final String SHORTAGE = "Cannot accept a connection";

  @Test
  void promisesNoMorePlacesThanItHasDescriptors() {
    try (OstiaryProcess server = Start.onFreePort().withOpenFiles(256).untilReady()) {
      Matcher lowered = LOWERED.matcher(server.log());
      assertThat(lowered.find()).as(server.log()).isTrue();
      assertThat(lowered.group()).contains("open-file limit is 256,", "ulimit -n ");
      int places = Integer.parseInt(lowered.group(1));
      assertThat(places).isBetween(50, 250);
      try (Peer peer = server.peer()) {
        assertThat(peer.info("maxclients")).isEqualTo(places);
      }
      fillsAllOf(places, server);
    }
  }

  @Test
  void reckonsWithAListeningSocketForEachLoopAndAddress() {
    String addresses = "127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4 127.0.0.5 127.0.0.6 127.0.0.7";
    Start start = Start.onFreePort("--event-loops", "32", "--bind", addresses);
    try (OstiaryProcess server = start.withOpenFiles(1024).untilReady()) {
      Matcher lowered = LOWERED.matcher(server.log());
      assertThat(lowered.find()).as(server.log()).isTrue();
      fillsAllOf(Integer.parseInt(lowered.group(1)), server);
    }
  }

  private static void fillsAllOf(int places, OstiaryProcess server) {
    List<Peer> peers = new ArrayList<>();
    try {
      await().until(() -> connected(server) == 1);
      for (int i = 0; i < places; i++) {
        peers.add(server.peer());
        assertThat(peers.get(i).ask("PING")).as("peer %d", i).isEqualTo("+PONG");
      }
      for (int i = 0; i < 20; i++) {
        peers.add(server.peer());
        assertThat(peers.get(places + i).send("PING\r\n").rest())
            .isEqualTo("-ERR max number of clients reached\r\n");
      }
      assertThat(server.log()).doesNotContain(SHORTAGE);
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private static long connected(OstiaryProcess server) {
    try (Peer peer = server.peer()) {
      return peer.info("connected_clients");
    }
  }

  @Test
  void refusesMorePlacesThanItCouldGive() {
    try (OstiaryProcess server = Start.onFreePort().withOpenFiles(256).untilReady();
        Peer peer = server.peer()) {
      long places = peer.info("maxclients");

      assertThat(peer.ask("CONFIG SET maxclients 5000"))
          .isEqualTo(
              "-ERR CONFIG SET failed (possibly related to argument 'maxclients') - The operating"
                  + " system is not able to handle the specified number of clients, try with "
                  + places);

      assertThat(peer.info("maxclients")).isEqualTo(places);
      assertThat(peer.ask("CONFIG SET maxclients " + (places - 1))).isEqualTo("+OK");
      assertThat(peer.ask("CONFIG SET maxclients " + places)).isEqualTo("+OK");
    }
  }

  @Test
  void doesNotStartWithoutRoomForASingleClient() {
    Ended ended = Start.onFreePort().withOpenFiles(35).untilEnd();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .contains("the open-file limit of 35 leaves no room for a single client", "ulimit -n ");
    assertThat(ended.out()).doesNotContain("Ready");
  }

  @Test
  void goesThroughAShortageAndOutOfItAgain() throws IOException {
    Tool.need("prlimit");
    try (OstiaryProcess server = Start.onFreePort("--event-loops", "2").untilReady();
        Peer inside = server.peer()) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      String before = limit(server);
      limit(server, highestDescriptor(server) + 1 + ":");
      List<Peer> waiting = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          waiting.add(server.peer().send("PING\r\n"));
        }
        await()
            .atMost(Spawned.PATIENCE)
            .until(() -> times(server).size() >= 4 || !inside.ask("PING").equals("+PONG"));
        assertThat(inside.ask("PING")).isEqualTo("+PONG");
        assertThat(times(server)).hasSizeGreaterThanOrEqualTo(4);
        assertAtMostOneASecond(times(server));

        limit(server, before + ":");

        waiting.forEach(peer -> assertThat(peer.line()).isEqualTo("+PONG"));
        assertThat(inside.ask("PING")).isEqualTo("+PONG");
      } finally {
        waiting.forEach(Peer::close);
      }
    }
  }

  /** A line may be dated up to a second after it was decided on. */
  private static void assertAtMostOneASecond(List<LocalTime> times) {
    int last = times.size() - 1;
    assertThat(Duration.between(times.get(0), times.get(last)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(last - 1));
  }

  /** The times of the log lines about the shortage. */
  private static List<LocalTime> times(OstiaryProcess server) {
    return server
        .log()
        .lines()
        .filter(line -> line.contains(SHORTAGE))
        .map(line -> LocalTime.parse(line.split(" ", -1)[3]))
        .toList();
  }

  private static String limit(OstiaryProcess server) {
    Ended prlimit =
        Spawned.run(
            List.of(
                "prlimit", "--pid", "" + server.pid(), "--nofile", "-o", "SOFT", "--noheadings"));
    return prlimit.out().strip();
  }

  private static void limit(OstiaryProcess server, String softAndHard) {
    Ended prlimit =
        Spawned.run(List.of("prlimit", "--pid", "" + server.pid(), "--nofile=" + softAndHard));
    assertThat(prlimit.status()).as(prlimit.err()).isZero();
  }

  private static int highestDescriptor(OstiaryProcess server) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return open.mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
          .max()
          .orElseThrow();
    }
  }
}
