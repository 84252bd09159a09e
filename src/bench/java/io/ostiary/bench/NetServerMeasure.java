package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Measure 13: connections, refusals, PINGs and idle clients with Vert.x's NetServer, on epoll and
 * java.nio. It serves whatever the epoll listener does not; the rows have no targets.
 */
final class NetServerMeasure implements Measure {

  private static final int[] PIPELINES = {1, 16};
  private static final int IDLE = 10_000;

  private final List<Way> ways =
      List.of(new Way(Kind.NET_SERVER, "NetServer on epoll: "), new Way(Kind.NIO, "nio: "));

  @Override
  public List<Row> rows() {
    return ways.stream().flatMap(way -> way.rows().stream()).toList();
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : kinds()) {
      stand.warmUp(kind, "storm");
      try (FullHouse house = FullHouse.of(stand, stand.server(kind), 0)) {
        stand.warmUp(kind, "refuse");
      }
      for (int pipeline : PIPELINES) {
        stand.warmUp(kind, "pipe", "--pipeline", pipeline);
      }
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : kinds()) {
      Server server = stand.server(kind);
      Piece connections = stand.piece(server, "storm");
      Piece refusals = refusals(stand, server);
      List<Piece> pings = new ArrayList<>();
      for (int pipeline : PIPELINES) {
        pings.add(stand.piece(server, "pipe", "--pipeline", pipeline));
      }
      double bytes = bytesAClient(stand, kind);
      for (Way way : ways) {
        if (kind == Kind.REDIS || kind == way.kind) {
          way.add(kind, connections, refusals, pings, bytes);
        }
      }
    }
  }

  private static List<Kind> kinds() {
    return List.of(Kind.REDIS, Kind.NET_SERVER, Kind.NIO);
  }

  private static Piece refusals(Stand stand, Server server) throws Exception {
    try (FullHouse house = FullHouse.of(stand, server, 0)) {
      return stand.piece(server, "refuse");
    }
  }

  private static double bytesAClient(Stand stand, Kind kind) throws Exception {
    String most = String.valueOf(IDLE + 100);
    try (Server server = stand.launcher().start(kind, "--maxclients", most);
        Crowd crowd = new Crowd(stand, server)) {
      double fresh = server.residentBytesCollected();
      crowd.growTo(IDLE);
      double bytes = (server.residentBytesCollected() - fresh) / IDLE;
      crowd.shrink();
      return bytes;
    }
  }

  /** The rows of one kind of listener. */
  private static final class Way {

    private final Kind kind;
    private final Rates connections;
    private final Rates refusals;
    private final List<Rates> pings = new ArrayList<>();
    private final Row memory;

    Way(Kind kind, String name) {
      this.kind = kind;
      connections = new Rates(kind, name + "connect, PING, close");
      refusals = new Rates(kind, name + "refusals at maxclients");
      for (int pipeline : PIPELINES) {
        pings.add(new Rates(kind, name + "PING, 50 clients, pipeline " + pipeline));
      }
      memory = new Row(13, name + "memory an idle client", "B", Mark.NONE, kind);
    }

    List<Row> rows() {
      List<Row> rows = new ArrayList<>(connections.rows());
      rows.addAll(refusals.rows());
      pings.forEach(rates -> rows.addAll(rates.rows()));
      rows.add(memory);
      return rows;
    }

    void add(Kind of, Piece connected, Piece refused, List<Piece> pinged, double bytes) {
      connections.add(of, connected);
      refusals.add(of, refused);
      for (int i = 0; i < pinged.size(); i++) {
        pings.get(i).add(of, pinged.get(i));
      }
      memory.add(of, bytes);
    }
  }

  /** Rate and CPU time. */
  private static final class Rates {

    private final Row rate;
    private final Row cpu;

    Rates(Kind kind, String what) {
      rate = new Row(13, what, "/s", Mark.NONE, kind);
      cpu = new Row(13, "… server CPU each", "µs", Mark.NONE, kind);
    }

    List<Row> rows() {
      return List.of(rate, cpu);
    }

    void add(Kind kind, Piece piece) {
      rate.add(kind, piece.perSecond());
      cpu.add(kind, piece.cpuMicros());
    }
  }
}
