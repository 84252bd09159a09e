package io.ostiary.gateway;

import io.ostiary.listen.Connector;
import java.util.ArrayList;
import java.util.List;

/**
 * What one event loop does when the events of a turn have been served: transactions that are not
 * whole get a connection, and what was gathered for each connection leaves by one write. On the
 * loop only.
 */
final class TurnEnd {

  private final Connector connector;
  private final Runnable action = this::run;
  private final List<ClientRoute> gathering = new ArrayList<>();
  private List<UpstreamConnection> toFlush = new ArrayList<>();
  private List<UpstreamConnection> flushed = new ArrayList<>(); // the other of two, to be filled
  private boolean isQueued;

  TurnEnd(Connector connector) {
    this.connector = connector;
  }

  /** Has a connection flushed. */
  void flush(UpstreamConnection connection) {
    toFlush.add(connection);
    queue();
  }

  /** Has a client asked what it has gathered. */
  void ask(ClientRoute route) {
    gathering.add(route);
    queue();
  }

  private void queue() {
    if (!isQueued) {
      isQueued = true;
      connector.afterTurn(action);
    }
  }

  private void run() {
    isQueued = false;
    for (int i = 0; i < gathering.size(); i++) {
      gathering.get(i).turnIsOver();
    }
    gathering.clear();
    List<UpstreamConnection> now = toFlush;
    toFlush = flushed;
    flushed = now;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).flush();
    }
    now.clear();
  }
}
