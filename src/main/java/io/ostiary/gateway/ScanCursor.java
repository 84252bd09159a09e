package io.ostiary.gateway;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How far a SCAN over a whole cluster has come: a node's own cursor, and in the lowest bits a slot
 * of that node. It goes from node to node by their lowest slots. Immutable.
 */
final class ScanCursor {

  private static final int SLOT_BITS = 14;

  private final Cluster cluster;
  private final Node node;
  private final long ofNode;

  private ScanCursor(Cluster cluster, Node node, long ofNode) {
    this.cluster = cluster;
    this.node = node;
    this.ofNode = ofNode;
  }

  /**
   * As a client sends it.
   *
   * @throws ArgumentException when it is no number, or of no node
   */
  static ScanCursor of(byte[] sent, Cluster cluster) throws ArgumentException {
    String text = new String(sent, StandardCharsets.US_ASCII);
    if (!text.matches("\\d{1,19}")) {
      throw new ArgumentException("ERR invalid cursor");
    }
    long cursor = Long.parseUnsignedLong(text);
    Node node =
        cursor == 0 ? cluster.masters().get(0) : cluster.owner((int) (cursor & (Slots.COUNT - 1)));
    if (node == null) {
      throw new ArgumentException("ERR invalid cursor");
    }
    return new ScanCursor(cluster, node, cursor >>> SLOT_BITS);
  }

  Node node() {
    return node;
  }

  /** As the node knows it. */
  byte[] ofNode() {
    return Long.toUnsignedString(ofNode).getBytes(StandardCharsets.US_ASCII);
  }

  /** The node's reply, with the cursor that goes on after it: there, or at the next node. */
  Reply next(Reply reply) {
    if (!(reply instanceof AggregateReply pair) || pair.elements().size() != 2) {
      return reply;
    }
    long more = Long.parseUnsignedLong(Backend.text(pair.elements().get(0)));
    List<Node> masters = cluster.masters();
    int place = masters.indexOf(node);
    long next;
    if (more != 0) {
      next = (more << SLOT_BITS) | cluster.lowestSlot(node);
    } else {
      // The lowest slot of the first is 0, or it is never found again.
      next = place + 1 < masters.size() ? cluster.lowestSlot(masters.get(place + 1)) : 0;
    }
    return Reply.array(List.of(Reply.bulk(Long.toUnsignedString(next)), pair.elements().get(1)));
  }
}
