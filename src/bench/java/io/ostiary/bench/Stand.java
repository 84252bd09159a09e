package io.ostiary.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The servers that run through all measures, started on first use, and the load sent to them.
 */
final class Stand implements AutoCloseable {

  private final Options options;
  private final Launcher launcher;
  private final Map<Kind, Server> servers = new EnumMap<>(Kind.class);
  private final Map<Kind, Server> behind = new EnumMap<>(Kind.class);

  Stand(Options options) {
    this.options = options;
    this.launcher = new Launcher(options);
  }

  Options options() {
    return options;
  }

  Launcher launcher() {
    return launcher;
  }

  /** Redis, Ostiary, and the other jar if there is one. */
  List<Kind> compared() {
    return options.jar().isPresent()
        ? List.of(Kind.REDIS, Kind.OSTIARY, Kind.OTHER)
        : List.of(Kind.REDIS, Kind.OSTIARY);
  }

  /** The same and the floor, which only supports connections and PING. */
  List<Kind> comparedWithFloor() {
    List<Kind> kinds = new ArrayList<>(compared());
    kinds.add(Kind.FLOOR);
    return kinds;
  }

  Server server(Kind kind) throws Exception {
    Server server = servers.get(kind);
    if (server == null) {
      server =
          kind.isProxy()
              ? launcher.startBefore(behind(kind), kind)
              : launcher.start(kind);
      servers.put(kind, server);
    }
    return server;
  }

  Load load(Server server, String mode, Object... options) throws IOException {
    return Load.start(this.options.root(), server, mode, options);
  }

  /** Runs a load against a server; returns its rate and cost. */
  Piece piece(Server server, double seconds, String mode, Object... options) throws Exception {
    Object[] all = new Object[options.length + 2];
    all[0] = "--seconds";
    all[1] = seconds;
    System.arraycopy(options, 0, all, 2, options.length);
    double before = server.cpuMicros();
    try (Load load = load(server, mode, all)) {
      Sample sample = load.sample().faultless();
      double done = sample.get("done");
      return new Piece(done / sample.get("seconds"), (server.cpuMicros() - before) / done, sample);
    }
  }

  /** The same for the default duration. */
  Piece piece(Server server, String mode, Object... options) throws Exception {
    return piece(server, this.options.pieceSeconds(), mode, options);
  }

  /** Warms up a JVM once for each kind of load. */
  void warmUp(Kind kind, String mode, Object... load) throws Exception {
    piece(server(kind), kind.isJvm() ? options.warmUpSeconds() : 0.5, mode, load);
  }

  /** The redis-server behind a proxy, its own: what it counts came through it. Redis itself. */
  Server behind(Kind kind) throws Exception {
    if (kind == Kind.REDIS) {
      return server(Kind.REDIS);
    }
    Server server = behind.get(kind);
    if (server == null) {
      server = launcher.start(Kind.REDIS);
      behind.put(kind, server);
    }
    return server;
  }

  @Override
  public void close() throws InterruptedException {
    for (Server server : servers.values()) {
      server.close();
    }
    for (Server server : behind.values()) {
      server.close();
    }
  }
}
