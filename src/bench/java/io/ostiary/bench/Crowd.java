package io.ostiary.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Idle clients of one server, in groups; the last group is closed first. */
final class Crowd implements AutoCloseable {

  private final Stand stand;
  private final Server server;
  private final Deque<Load> groups = new ArrayDeque<>();
  private final Deque<Integer> sizes = new ArrayDeque<>();

  Crowd(Stand stand, Server server) {
    this.stand = stand;
    this.server = server;
  }

  /** Connects clients until there are so many; each sends one PING. */
  void growTo(int clients) throws IOException {
    int more = clients - size();
    Load group = stand.load(server, "idle", "--clients", more);
    groups.push(group);
    group.sample().faultless();
    sizes.push(more);
  }

  /** Closes the last group. */
  void shrink() throws IOException {
    sizes.pop();
    try (Load group = groups.pop()) {
      group.dismiss().faultless();
    }
  }

  int size() {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void close() {
    groups.forEach(Load::close);
  }
}
