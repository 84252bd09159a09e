package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/** Measure 8: memory of idle clients in a fresh process. */
final class MemoryMeasure implements Measure {

  private static final int MANY = 10_000;
  private static final int MORE = 18_000;

  /** Descriptors beside those of the clients. */
  private static final int SPARE = 500;

  private final Row atMany =
      new Row(8, "memory an idle client, 10,000 of them", "B", Mark.atMost(0.7));
  private final Row atMore =
      new Row(8, "memory an idle client, 18,000 of them", "B", Mark.atMost(0.7));
  private final Row whole =
      new Row(8, "whole process, 10,000 idle clients", "MB", Mark.atMost(1.3));
  private final List<Integer> crowds = new ArrayList<>(List.of(MANY));

  MemoryMeasure(long openFiles) {
    if (openFiles >= MORE + SPARE) {
      crowds.add(MORE);
    } else {
      atMore.remark("not taken: open-file limit " + openFiles);
    }
  }

  @Override
  public List<Row> rows() {
    return List.of(atMany, atMore, whole);
  }

  @Override
  public void round(Stand stand) throws Exception {
    int most = crowds.get(crowds.size() - 1) + 100;
    for (Kind kind : stand.compared()) {
      try (Server server = stand.launcher().start(kind, "--maxclients", String.valueOf(most));
          Crowd crowd = new Crowd(stand, server)) {
        double fresh = server.residentBytesCollected();
        for (int clients : crowds) {
          crowd.growTo(clients);
          double resident = server.residentBytesCollected();
          (clients == MANY ? atMany : atMore).add(kind, (resident - fresh) / clients);
          if (clients == MANY) {
            whole.add(kind, resident / 1e6);
          }
        }
        while (crowd.size() > 0) {
          crowd.shrink();
        }
      }
    }
  }
}
