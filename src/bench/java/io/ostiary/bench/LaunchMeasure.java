package io.ostiary.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measure 11: time to the first reply, and memory of an idle process. */
final class LaunchMeasure implements Measure {

  /** By then a JVM has returned the memory of its compilers, which takes five seconds. */
  private static final int SECONDS_UNTIL_IDLE = 8;

  private final Row launch = new Row(11, "launch to first PONG", "s", Mark.figureAtMost(0.5));
  private final Row resident =
      new Row(11, "resident memory when idle", "MB", Mark.figureAtMost(60));

  @Override
  public List<Row> rows() {
    return List.of(launch, resident);
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : stand.compared()) {
      try (Server server = stand.launcher().start(kind)) {
        launch.add(kind, server.launchSeconds());
        TimeUnit.SECONDS.sleep(SECONDS_UNTIL_IDLE);
        resident.add(kind, server.residentBytes() / 1e6);
      }
    }
  }
}
