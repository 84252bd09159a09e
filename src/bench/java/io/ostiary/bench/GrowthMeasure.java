package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Measure 12: whether more open clients make others more expensive, with 1 event loop and with 2.
 * Judged is a server's figure with many clients over its own with 100.
 */
final class GrowthMeasure implements Measure {

  private static final int[] CLIENTS = {100, 1_000, 10_000};
  private static final double PIECE_SECONDS = 1;

  /** Closing thousands of clients is work for a moment, which is not to be measured. */
  private static final double SETTLE_SECONDS = 0.5;

  /** Spare places, because a server may close a client after the next one has connected. */
  private static final int SPARE = 2_000;

  private final List<Loops> variants = List.of(new Loops(1), new Loops(2));

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    variants.forEach(variant -> rows.addAll(variant.rows()));
    return rows;
  }

  @Override
  public void round(Stand stand) throws Exception {
    String most = String.valueOf(CLIENTS[2] + SPARE);
    try (Server redis = stand.launcher().start(Kind.REDIS, "--maxclients", most)) {
      Course course = run(stand, redis);
      variants.forEach(variant -> variant.add(Kind.REDIS, course));
    }
    for (Loops variant : variants) {
      for (Kind kind : stand.compared()) {
        if (kind.isJvm()) {
          variant.add(kind, ours(stand, kind, most, variant.number));
        }
      }
    }
  }

  private static Course ours(Stand stand, Kind kind, String most, int loops) throws Exception {
    String[] settings = {"--maxclients", most, "--event-loops", String.valueOf(loops)};
    try (Server server = stand.launcher().start(kind, settings)) {
      return run(stand, server);
    }
  }

  /**
   * Memory while clients are added to a fresh process, load while they are removed: a JVM that is
   * still getting faster then shows a worse ratio, not a better one.
   */
  private static Course run(Stand stand, Server server) throws Exception {
    Course course = new Course(new double[3], new double[3], new double[3]);
    double fresh = server.residentBytesCollected();
    try (Crowd crowd = new Crowd(stand, server)) {
      for (int i = 0; i < CLIENTS.length; i++) {
        crowd.growTo(CLIENTS[i]);
        course.bytesAClient[i] = (server.residentBytesCollected() - fresh) / CLIENTS[i];
      }
      double warmUp = server.kind().isJvm() ? stand.options().warmUpSeconds() / 2 : 0.2;
      stand.piece(server, warmUp, "storm");
      stand.piece(server, warmUp, "pipe", "--pipeline", 16);
      for (int i = CLIENTS.length - 1; i >= 0; i--) {
        course.connections[i] = stand.piece(server, PIECE_SECONDS, "storm").perSecond();
        course.pings[i] = stand.piece(server, PIECE_SECONDS, "pipe", "--pipeline", 16).perSecond();
        crowd.shrink();
        stand.piece(server, SETTLE_SECONDS, "storm");
      }
    }
    return course;
  }

  /** The figures of one server with 100, 1,000 and 10,000 clients. */
  private record Course(double[] connections, double[] pings, double[] bytesAClient) {}

  /** The rows of one number of event loops. */
  private static final class Loops {

    private final int number;
    private final Row connections;
    private final Row pings;
    private final List<Row> connectionsGrowth = new ArrayList<>();
    private final List<Row> pingsGrowth = new ArrayList<>();
    private final Row memory;
    private final Row memoryGrowth;

    Loops(int number) {
      this.number = number;
      String loops = number == 1 ? "1 loop: " : number + " loops: ";
      connections = new Row(12, loops + "connections, 100 clients open", "/s", Mark.NONE);
      pings = new Row(12, loops + "PING, pipeline 16, 100 clients open", "/s", Mark.NONE);
      for (String clients : List.of("1,000", "10,000")) {
        String against = ", " + clients + " open ÷ 100 open";
        connectionsGrowth.add(new Row(12, loops + "connections" + against, "×", flat(true)));
        pingsGrowth.add(new Row(12, loops + "PING" + against, "×", flat(true)));
      }
      memory = new Row(12, loops + "memory a client, 10,000 open", "B", Mark.NONE);
      memoryGrowth =
          new Row(12, loops + "memory a client, 10,000 open ÷ 1,000 open", "×", flat(false));
    }

    /** At most a tenth worse. */
    private static Mark flat(boolean moreIsBetter) {
      return moreIsBetter ? Mark.figureAtLeast(0.9) : Mark.figureAtMost(1.1);
    }

    List<Row> rows() {
      List<Row> rows = new ArrayList<>(List.of(connections));
      rows.addAll(connectionsGrowth);
      rows.add(pings);
      rows.addAll(pingsGrowth);
      rows.add(memory);
      rows.add(memoryGrowth);
      return rows;
    }

    void add(Kind kind, Course course) {
      connections.add(kind, course.connections[0]);
      pings.add(kind, course.pings[0]);
      for (int i = 1; i < CLIENTS.length; i++) {
        connectionsGrowth.get(i - 1).add(kind, course.connections[i] / course.connections[0]);
        pingsGrowth.get(i - 1).add(kind, course.pings[i] / course.pings[0]);
      }
      memory.add(kind, course.bytesAClient[2]);
      addMemoryGrowth(kind, course.bytesAClient[2], course.bytesAClient[1]);
    }

    /** NaN where a JVM holds less after its first clients than before. */
    private void addMemoryGrowth(Kind kind, double many, double few) {
      if (few > 0) {
        memoryGrowth.add(kind, many / few);
      } else {
        memoryGrowth.remark("no growth with 1,000 in some round");
      }
    }
  }
}
