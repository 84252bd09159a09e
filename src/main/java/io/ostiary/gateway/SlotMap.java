package io.ostiary.gateway;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Which master has which slot. Safe from any thread. */
final class SlotMap {

  private final AtomicReferenceArray<Node> owners = new AtomicReferenceArray<>(Slots.COUNT);
  private volatile List<Node> masters = List.of();
  private volatile boolean known;

  /** Whether it was learned. */
  boolean isKnown() {
    return known;
  }

  /** Null if no master is known. */
  Node owner(int slot) {
    return owners.get(slot);
  }

  /** All that have slots, by the lowest of those. */
  List<Node> masters() {
    return masters;
  }

  /** The lowest slot of a master; 0 for one that has none. */
  int lowestSlot(Node master) {
    int slot = 0;
    while (slot < Slots.COUNT && !master.equals(owners.get(slot))) {
      slot++;
    }
    return slot % Slots.COUNT;
  }

  /** One slot has another master; what else has changed is learned soon. */
  void moved(int slot, Node master) {
    owners.set(slot, master);
  }

  /**
   * Takes CLUSTER SLOTS's reply.
   *
   * @param askedHost the host of a node that does not know its own address
   */
  void learn(AggregateReply ranges, String askedHost) {
    Node[] learned = new Node[Slots.COUNT];
    for (Reply range : ranges.elements()) {
      List<? extends Reply> fields = ((AggregateReply) range).elements();
      List<? extends Reply> master = ((AggregateReply) fields.get(2)).elements();
      String host = Backend.text(master.get(0));
      Node node = new Node(host.isEmpty() ? askedHost : host, (int) Backend.number(master.get(1)));
      for (int i = (int) Backend.number(fields.get(0)); i <= Backend.number(fields.get(1)); i++) {
        learned[i] = node;
      }
    }
    IntStream.range(0, learned.length).forEach(slot -> owners.set(slot, learned[slot]));
    masters =
        IntStream.range(0, learned.length)
            .mapToObj(slot -> learned[slot])
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    known = true;
  }
}
