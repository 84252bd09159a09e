package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The requests from MULTI on, while it is not known yet whether the whole transaction comes in one
 * read. Bounded by what one read brings, and by how many replies a client may be owed. On the
 * client's event loop.
 */
final class Transaction {

  /** What leaves no state behind, inside of a transaction. */
  private static final Set<Treatment> QUEUED =
      EnumSet.of(
          Treatment.SHARED,
          Treatment.SLOW,
          Treatment.BLOCKING,
          Treatment.BLOCKING_IF_TOLD,
          Treatment.WATCH,
          Treatment.UNWATCH,
          Treatment.MULTI,
          Treatment.EXEC,
          Treatment.DISCARD);

  private record Step(ByteBuf request, BackendRow row, ReplyTarget target) {}

  /** Takes one request of it. */
  @FunctionalInterface
  interface Visitor {

    /** Takes it. */
    void accept(ByteBuf request, BackendRow row, ReplyTarget target);
  }

  private final List<Step> steps = new ArrayList<>();
  private boolean whole;

  /** Whether this command can be gathered, too. */
  boolean takes(BackendRow row) {
    return !whole && QUEUED.contains(row.treatment()) && !row.changesConnection();
  }

  void add(ByteBuf request, BackendRow row, ReplyTarget target) {
    steps.add(new Step(request, row, target));
  }

  /** Its end has come. */
  void ended() {
    whole = true;
  }

  boolean isWhole() {
    return whole;
  }

  /**
   * Takes what is answered before it is sent.
   *
   * @param unwanted gets the replies to come
   */
  void answerEarly(ReplyTarget unwanted, Consumer<String> answer) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.target() != unwanted) {
        answer.accept(i == 0 ? "OK" : "QUEUED");
        steps.set(i, new Step(step.request(), step.row(), unwanted));
      }
    }
  }

  int size() {
    return steps.size();
  }

  /** Takes one request of it. */
  @FunctionalInterface
  interface ChainVisitor {

    /**
     * Takes it.
     *
     * @param flags that say where in the transaction it is
     */
    void accept(ByteBuf request, ReplyTarget target, int flags);
  }

  /** In the client's order, as one chain. */
  void forEachChained(ChainVisitor visitor) {
    for (int i = 0; i < steps.size(); i++) {
      int begins = i == 0 ? InFlight.CHAIN_BEGINS : 0;
      int ends = i == steps.size() - 1 ? InFlight.CHAIN_ENDS : 0;
      Step step = steps.get(i);
      visitor.accept(step.request(), step.target(), InFlight.CHAINED | begins | ends);
    }
  }

  /** In the client's order. */
  void forEach(Visitor visitor) {
    steps.forEach(step -> visitor.accept(step.request(), step.row(), step.target()));
  }
}
