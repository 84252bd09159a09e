package io.ostiary.resp;

import java.util.Arrays;

/**
 * Where each argument of a request begins and ends, counted from the request's first byte. Grows
 * with the arguments that have arrived, never with those announced. Belongs to one event loop.
 */
final class ArgumentBounds {

  private static final int FIRST_ARGUMENTS = 4;
  private static final int KEPT_ARGUMENTS = 32;

  // Begin and end by turns: one array is half the objects and half the cache lines of two.
  private int[] edges = new int[2 * FIRST_ARGUMENTS];
  private int count;

  void add(int begin, int end) {
    int next = 2 * count;
    if (next == edges.length) {
      edges = Arrays.copyOf(edges, 2 * edges.length);
    }
    edges[next] = begin;
    edges[next + 1] = end;
    count++;
  }

  int count() {
    return count;
  }

  /** How many arguments fit without growing. */
  int capacity() {
    return edges.length / 2;
  }

  int begin(int index) {
    return edges[2 * index];
  }

  int end(int index) {
    return edges[2 * index + 1];
  }

  /** What it takes: this object, the array's header and the array. */
  int memoryBytes() {
    return 24 + 16 + Integer.BYTES * edges.length;
  }

  void clear() {
    count = 0;
  }

  /** Gives back what a long request needed, so that an idle client does not keep it. */
  void trim() {
    if (edges.length > 2 * KEPT_ARGUMENTS) {
      edges = new int[2 * FIRST_ARGUMENTS];
    }
  }
}
