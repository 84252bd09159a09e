package io.ostiary.bench;

import java.util.List;

/** Measure 10: reserved for TLS. */
final class TlsMeasure implements Measure {

  private final Row handshakes = new Row(10, "TLS handshakes", "/s", Mark.atLeast(1));
  private final Row requests = new Row(10, "TLS, PING, pipeline 16", "/s", Mark.atLeast(1));

  TlsMeasure() {
    rows().forEach(row -> row.remark("the server has no TLS yet"));
  }

  @Override
  public List<Row> rows() {
    return List.of(handshakes, requests);
  }

  @Override
  public void round(Stand stand) {}
}
