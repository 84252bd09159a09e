package io.ostiary.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gateway's measure 4: what one that GETs values of 100 bytes feels of a client that pulls values of
 * a megabyte, and of one that has asked for fifty of them and reads nothing.
 */
final class GatewayBesideMeasure implements Measure {

  /** The others go on this much longer, half before and half after. */
  private static final double MARGIN_SECONDS = 0.6;

  private static final int MEGABYTE = 1_000_000;
  private static final int UNREAD = 50;

  private final Row alone = new Row(4, "GET alone: p99", "µs", Mark.NONE);
  private final Row beside = new Row(4, "GET beside 1 MB values: p99", "µs", Mark.NONE);
  private final Row times = new Row(4, "… as a multiple of alone", "", Mark.NONE);
  private final Row pulled = new Row(4, "… values of 1 MB meanwhile", "/s", Mark.NONE);

  @Override
  public List<Row> rows() {
    return List.of(alone, beside, times, pulled);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    round(stand);
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : GatewayBench.WAYS) {
      Server server = stand.server(kind);
      double quiet = p99(stand, server);
      alone.add(kind, quiet);
      double seconds = stand.options().pieceSeconds() + MARGIN_SECONDS;
      try (Load deaf =
              stand.load(
                  server, "deaf", "--value", MEGABYTE, "--pipeline", UNREAD, "--hold", 60);
          Load pull = stand.load(server, "pull", "--value", MEGABYTE, "--seconds", seconds)) {
        deaf.sample().faultless();
        TimeUnit.MILLISECONDS.sleep((long) (MARGIN_SECONDS * 500));
        double loud = p99(stand, server);
        Sample meanwhile = pull.sample().faultless();
        beside.add(kind, loud);
        times.add(kind, loud / quiet);
        pulled.add(kind, meanwhile.get("done") / meanwhile.get("seconds"));
      }
    }
  }

  private static double p99(Stand stand, Server server) throws Exception {
    return stand.piece(server, "ping", "--request", "get").sample().get("p99");
  }
}
