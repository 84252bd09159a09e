package io.ostiary.resp;

import java.util.List;

/**
 * Whole replies that are written one after another, for a command that answers with several. It
 * stands alone, never inside an array.
 */
public record SequenceReply(List<? extends Reply> replies) implements Reply {

  /** Copies the replies, and refuses those that are not there. */
  public SequenceReply {
    replies = List.copyOf(replies);
    for (Reply reply : replies) {
      if (!isThere(reply) || reply instanceof SequenceReply) {
        throw new IllegalArgumentException("in a sequence every reply must be there");
      }
    }
  }

  /** These replies in their order; of one, just that. */
  public static Reply of(List<? extends Reply> replies) {
    return switch (replies.size()) {
      case 0 -> NONE;
      case 1 -> replies.get(0);
      default -> new SequenceReply(replies);
    };
  }

  /**
   * The messages ({@link Reply#push}) in a reply, {@link Reply#NONE} if there are none: what a
   * client reads of it that has turned replies off.
   */
  public static Reply messagesIn(Reply reply) {
    if (reply instanceof SequenceReply sequence) {
      return of(sequence.replies.stream().filter(SequenceReply::isMessage).toList());
    }
    return isMessage(reply) ? reply : NONE;
  }

  /** Whether there is a message in a reply. */
  public static boolean hasMessage(Reply reply) {
    return reply instanceof SequenceReply sequence
        ? sequence.replies.stream().anyMatch(SequenceReply::isMessage)
        : isMessage(reply);
  }

  private static boolean isMessage(Reply reply) {
    return reply instanceof AggregateReply aggregate
        && aggregate.kind() == AggregateReply.Kind.PUSH;
  }

  /** Whether it can be encoded as it is. */
  static boolean isThere(Reply reply) {
    return !(reply instanceof Reply.Later) && !(reply instanceof DeferredReply);
  }
}
