package io.ostiary.gateway;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;

/**
 * What upstream connections must be like for one client's next request: at which server, and in
 * what state. On its event loop.
 */
final class ClientKind {

  private final ConnectedClient client;
  private final GatewayLoop loop;
  private Identity identity;
  private ClusterPlace place; // null: it was not before a cluster yet
  private Node replica; // where the next request reads; null: at the primary

  ClientKind(ConnectedClient client, GatewayLoop loop) {
    this.client = client;
    this.loop = loop;
    this.identity = loop.clientIdentity();
  }

  /** The server. */
  Node node() {
    return replica == null ? primary() : replica;
  }

  private Node primary() {
    return place == null ? Node.ANY : place.node();
  }

  /** The next request is for a replica, if one may be read from, or else for the primary. */
  void turn(boolean toReplica) {
    replica = toReplica ? loop.gateway().replicas().of(primary(), client.id(), loop) : null;
  }

  UpstreamKind now() {
    return new UpstreamKind(node(), client.database(), client.respVersion(), identity);
  }

  /** The same as comparing with {@link #now}, without making an object. */
  boolean is(UpstreamKind kind) {
    return kind.node().equals(node())
        && kind.database() == client.database()
        && kind.respVersion() == client.respVersion()
        && kind.identity().equals(identity);
  }

  /** Which of several connections of the kind it is: always the same for a client. */
  int index(int count) {
    return (int) (client.id() % count);
  }

  // Logins

  /** The server behind takes the client for this user from the next request on. */
  void loggedIn(Identity user) {
    identity = user;
  }

  /** Whether a connection of that user can become one of the client's: it can log in, not out. */
  boolean mayFollow(Identity before) {
    return identity.equals(before) || !identity.equals(Identity.NONE);
  }

  void loggedOut() {
    identity = loop.clientIdentity();
  }

  /** Whether the client has logged in at the server behind. */
  boolean hasLogin() {
    return !identity.equals(loop.clientIdentity());
  }

  // Before a cluster

  /**
   * Finds the node for a request, or the {@link #plan}.
   *
   * @param bound the node where the client has state; null for none
   * @return why the cluster cannot do it; null if it can
   */
  ErrorReply judge(Request request, BackendRow row, Node bound, boolean inTransaction) {
    if (place == null) {
      place = new ClusterPlace(loop.gateway().cluster());
    }
    return inTransaction
        ? place.judgeQueued(request, row, bound)
        : place.judge(request, row, bound);
  }

  /** How the request that was judged last is done by several nodes; null if one does it. */
  Plan plan() {
    return place == null ? null : place.plan();
  }

  /** Whether it depends on keys to come which node a transaction is for. */
  boolean awaitsKey() {
    return place != null && !place.isTransactionPlaced();
  }

  /** A transaction of which nothing was sent goes where its slot is now. */
  void placeTransaction() {
    if (place != null) {
      place.placeTransaction();
    }
  }

  /** Whether there are several nodes. */
  boolean isBeforeCluster() {
    return place != null;
  }
}
