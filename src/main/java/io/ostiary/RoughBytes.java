package io.ostiary;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.SequenceReply;
import java.util.List;

/**
 * What replies hold while they wait, by a rough count. Little is exact here: constants weigh
 * nothing, and values may be the keyspace's own or shared by many.
 */
final class RoughBytes {

  /** What a message that waits takes beside its content: its place in a queue, its objects. */
  private static final int MESSAGE_BYTES = 128;

  private RoughBytes() {}

  static long of(Reply reply) {
    if (reply instanceof BulkReply bulk) {
      return bulk.bytes().length;
    }
    if (reply instanceof AggregateReply aggregate) {
      return ofAll(aggregate.elements());
    }
    return reply instanceof SequenceReply sequence ? ofAll(sequence.replies()) : Long.BYTES;
  }

  static long ofMessage(Reply reply) {
    return MESSAGE_BYTES + of(reply);
  }

  private static long ofAll(List<? extends Reply> replies) {
    long sum = 0;
    for (int i = 0; i < replies.size(); i++) {
      sum += Long.BYTES + of(replies.get(i));
    }
    return sum;
  }
}
