package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;

/** What a cluster's own nodes say of keys, and what only one server can do. */
final class ClusterErrors {

  static final ErrorReply CROSS_SLOT =
      new ErrorReply("CROSSSLOT Keys in request don't hash to the same slot");

  /** By each node, in the same words: what makes it refuse a transaction. */
  static final Request REFUSED_EVERYWHERE = Request.of("EXISTS", "a", "b");

  static final ErrorReply NOT_SERVED = new ErrorReply("CLUSTERDOWN Hash slot not served");

  static final ErrorReply NO_SELECT = new ErrorReply("ERR SELECT is not allowed in cluster mode");

  static final ErrorReply NO_TRACKING =
      new ErrorReply("ERR CLIENT TRACKING is not supported yet before a cluster");

  /** In the place of MOVED and ASK, which a client before one server does not know. */
  static final ErrorReply MOVED_MEANWHILE =
      new ErrorReply(
          "TRYAGAIN the slot has moved to another node since the transaction began;"
              + " nothing of it is done");

  private ClusterErrors() {}
}
