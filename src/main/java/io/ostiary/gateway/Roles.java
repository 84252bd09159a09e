package io.ostiary.gateway;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;

/** What a server says of its place among others. */
final class Roles {

  private Roles() {}

  /**
   * Whether ROLE's reply is that of a master. One that may not be asked passes: it refuses writes
   * itself if it is none.
   */
  static boolean isMaster(Reply role) {
    return role instanceof ErrorReply
        || (role instanceof AggregateReply fields
            && !fields.elements().isEmpty()
            && Backend.text(fields.elements().get(0)).equals("master"));
  }
}
