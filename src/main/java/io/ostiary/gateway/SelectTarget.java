package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ErrorReply;

/** The reply to the EXEC of a transaction that selects a database. On the client's event loop. */
final class SelectTarget implements ReplyTarget {

  private final ReplyTarget target;
  private final ConnectedClient client;
  private final int database;
  private boolean begun;

  SelectTarget(ReplyTarget target, ConnectedClient client, int database) {
    this.target = target;
    this.client = client;
    this.database = database;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    // An array of replies; a null or an error if it did not run.
    if (!begun && bytes.getByte(from) == '*' && bytes.getByte(from + 1) != '-') {
      client.select(database);
    }
    begun = true;
    target.replied(bytes, from, to, ended, whole);
  }

  @Override
  public void failed(ErrorReply why, boolean partly) {
    target.failed(why, partly);
  }
}
