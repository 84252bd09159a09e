package io.ostiary.bench;

import java.util.List;

/** One thing to find out, and how. */
interface Measure {

  /** The rows that each round adds a figure to. */
  List<Row> rows();

  /** Lets servers get used to this kind of load. */
  default void warmUp(Stand stand) throws Exception {}

  /** Takes the figures of one round, of each server in its turn. */
  void round(Stand stand) throws Exception;
}
