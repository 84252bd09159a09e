package io.ostiary.bench;

import java.util.List;

/** One measure. */
interface Measure {

  /** The rows that each round adds a figure to. */
  List<Row> rows();

  /** Warms the servers up with this kind of load. */
  default void warmUp(Stand stand) throws Exception {}

  /** Takes the figures of one round, one server after the other. */
  void round(Stand stand) throws Exception;
}
