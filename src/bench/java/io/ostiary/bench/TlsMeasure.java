package io.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measure 10: TLS with an RSA key of 2048 bits and the defaults of both servers; the load is
 * redis-benchmark's. Rows of the JDK's own TLS have no targets.
 */
final class TlsMeasure implements Measure {

  private static final int CLIENTS = 50;
  private static final int IDLE = 2_000;
  private static final int HANDSHAKES = 1_500;
  private static final int REQUESTS = 600_000;
  private static final int QUICK_PART = 10;

  private final List<Way> ways =
      List.of(new Way(Kind.OSTIARY, "TLS"), new Way(Kind.TLS_JDK, "TLS by the JDK"));
  private final Map<Kind, Server> servers = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> ports = new EnumMap<>(Kind.class);
  private Path folder; // null: nothing was made yet

  @Override
  public List<Row> rows() {
    return ways.stream().flatMap(way -> way.all().stream()).toList();
  }

  private static List<Kind> kinds() {
    return List.of(Kind.REDIS, Kind.OSTIARY, Kind.TLS_JDK);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : kinds()) {
      load(stand, kind, 2 * HANDSHAKES, "-k", "0");
      load(stand, kind, REQUESTS, "-P", "16");
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : kinds()) {
      Piece handshakes = load(stand, kind, HANDSHAKES, "-k", "0");
      Piece requests = load(stand, kind, REQUESTS, "-P", "16");
      double bytes = bytesAClient(stand, kind);
      for (Way way : ways) {
        if (kind == Kind.REDIS || kind == way.kind) {
          way.add(kind, handshakes, requests, bytes);
        }
      }
    }
  }

  private Server server(Stand stand, Kind kind) throws Exception {
    Server server = servers.get(kind);
    if (server == null) {
      server = start(stand, kind);
      servers.put(kind, server);
      ports.put(kind, server.port() + 1_000);
    }
    return server;
  }

  /** The port with TLS is a thousand above the plain one. */
  private Server start(Stand stand, Kind kind) throws Exception {
    if (folder == null) {
      folder = certificates(stand.options().out());
    }
    return stand
        .launcher()
        .startWith(
            kind,
            port ->
                List.of(
                    "--tls-port",
                    String.valueOf(port + 1_000),
                    "--tls-cert-file",
                    folder.resolve("server.crt").toString(),
                    "--tls-key-file",
                    folder.resolve("server.key").toString(),
                    "--tls-auth-clients",
                    "no",
                    "--tls-ca-cert-file",
                    folder.resolve("server.crt").toString()));
  }

  private static Path certificates(Path out) throws Exception {
    Path folder = Files.createDirectories(out.resolve("tls"));
    Process made =
        new ProcessBuilder(
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench -keyout server.key -out server.crt"
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("openssl made no certificate; is it installed?");
    }
    return folder;
  }

  private Piece load(Stand stand, Kind kind, int wanted, String... how) throws Exception {
    int count = stand.options().quick() ? wanted / QUICK_PART : wanted;
    Server server = server(stand, kind);
    List<String> words = new ArrayList<>(List.of("-n", String.valueOf(count)));
    words.addAll(List.of(how));
    words.addAll(List.of("-t", "ping_mbulk", "-q"));
    double before = server.cpuMicros();
    long began = System.nanoTime();
    if (benchmark(kind, CLIENTS, words.toArray(String[]::new)).waitFor() != 0) {
      throw new IOException("redis-benchmark failed against " + kind);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Piece(count / seconds, (server.cpuMicros() - before) / count, null);
  }

  private Process benchmark(Kind kind, int clients, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-benchmark",
                "-p",
                String.valueOf(ports.get(kind)),
                "-c",
                String.valueOf(clients),
                "--tls",
                "--cacert",
                folder.resolve("server.crt").toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private double bytesAClient(Stand stand, Kind kind) throws Exception {
    Server shared = server(stand, kind);
    int sharedPort = ports.get(kind);
    try (Server fresh = start(stand, kind)) {
      ports.put(kind, fresh.port() + 1_000);
      double before = fresh.residentBytesCollected();
      Process idle = benchmark(kind, IDLE, "-I");
      try {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (fresh.info("connected_clients") < IDLE && System.nanoTime() < end) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        return (fresh.residentBytesCollected() - before) / IDLE;
      } finally {
        idle.destroy();
        idle.waitFor();
      }
    } finally {
      servers.put(kind, shared);
      ports.put(kind, sharedPort);
    }
  }

  /** The rows of one way to speak TLS. */
  private static final class Way {

    private final Kind kind;
    private final Row handshakes;
    private final Row handshakeCpu;
    private final Row requests;
    private final Row memory;

    Way(Kind kind, String name) {
      this.kind = kind;
      boolean judged = kind == Kind.OSTIARY;
      handshakes = row(name + ", handshakes", "/s", judged ? Mark.atLeast(1) : Mark.NONE);
      handshakeCpu = row(name + ", server CPU a handshake", "µs", judged ? Mark.atMost(1) : Mark.NONE);
      requests = row(name + ", PING, pipeline 16", "/s", judged ? Mark.atLeast(1) : Mark.NONE);
      memory = row(name + ", memory an idle client", "B", judged ? Mark.atMost(0.7) : Mark.NONE);
    }

    private Row row(String label, String unit, Mark mark) {
      return new Row(10, label, unit, mark, kind);
    }

    List<Row> all() {
      return List.of(handshakes, handshakeCpu, requests, memory);
    }

    void add(Kind of, Piece shaken, Piece asked, double bytes) {
      handshakes.add(of, shaken.perSecond());
      handshakeCpu.add(of, shaken.cpuMicros());
      requests.add(of, asked.perSecond());
      memory.add(of, bytes);
    }
  }
}
