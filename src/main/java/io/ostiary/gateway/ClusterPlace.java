package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;

/** Which node of a cluster one client's requests are for. On its event loop. */
final class ClusterPlace {

  private final Cluster cluster;
  private final KeySlot keys = new KeySlot();
  private Node node = Node.ANY; // of the last request that had keys
  private int transactionSlot = KeySlot.NONE; // of the keys in a transaction so far
  private Plan plan; // for the last request; null: one node does it

  ClusterPlace(Cluster cluster) {
    this.cluster = cluster;
  }

  Cluster cluster() {
    return cluster;
  }

  /** The node of the request that was judged last; of the keys before, if that has none. */
  Node node() {
    return node;
  }

  /** How the request that was judged last is done by several nodes; null if one does it. */
  Plan plan() {
    return plan;
  }

  /** Whether the transaction had a key so far. */
  boolean isTransactionPlaced() {
    return transactionSlot != KeySlot.NONE;
  }

  /** Finds the node of the transaction anew: its slot may have moved since. */
  void placeTransaction() {
    Node owner = isTransactionPlaced() ? cluster.owner(transactionSlot) : null;
    node = owner == null ? node : owner;
  }

  /**
   * Judges a request outside of a transaction.
   *
   * @param bound the node where the client has state; null for none
   * @return why it cannot be sent; null if it can
   */
  ErrorReply judge(Request request, BackendRow row, Node bound) {
    plan = WholePlans.of(request, row);
    if (plan != null) {
      return null;
    }
    int slot = keys.of(request, row);
    if (slot == KeySlot.NONE) {
      return judgeWithoutKeys(request, row);
    }
    if (slot == KeySlot.SEVERAL) {
      plan = cluster.splits() ? Splits.of(request, row) : null;
      return plan == null ? ClusterErrors.CROSS_SLOT : null;
    }
    Node owner = cluster.owner(slot);
    if (owner == null) {
      return ClusterErrors.NOT_SERVED;
    }
    if (bound != null && !bound.equals(owner)) {
      return ClusterErrors.CROSS_SLOT;
    }
    node = owner;
    return null;
  }

  private ErrorReply judgeWithoutKeys(Request request, BackendRow row) {
    if (row.treatment() == Treatment.MULTI) {
      transactionSlot = KeySlot.NONE;
    }
    boolean tracks = row.treatment() == Treatment.TRACKING && request.is(1, "TRACKING");
    return tracks && request.count() > 2 && request.is(2, "ON") ? ClusterErrors.NO_TRACKING : null;
  }

  /**
   * Judges a request within a transaction.
   *
   * @param bound the node where it has begun; null if it has not
   */
  ErrorReply judgeQueued(Request request, BackendRow row, Node bound) {
    plan = null;
    int slot = keys.of(request, row);
    if (slot == KeySlot.NONE || slot == transactionSlot) {
      return null;
    }
    if (slot == KeySlot.SEVERAL || transactionSlot != KeySlot.NONE) {
      return ClusterErrors.CROSS_SLOT;
    }
    Node owner = cluster.owner(slot);
    if (bound != null && !bound.equals(owner)) {
      return ClusterErrors.CROSS_SLOT;
    }
    transactionSlot = slot;
    node = owner == null ? node : owner; // Without one, the node says so.
    return null;
  }
}
