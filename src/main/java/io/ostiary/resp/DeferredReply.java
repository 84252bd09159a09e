package io.ostiary.resp;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a {@link Reply.Later} completes with when its reply is to be made on the client's event
 * loop, in the moment in which it takes its place: for a change that comes into force together with
 * the reply that tells of it. Not made for a client that has left.
 *
 * @param maker called once; gives a reply that is there
 */
public record DeferredReply(Supplier<Reply> maker) implements Reply {

  /** Refuses null. */
  public DeferredReply {
    Objects.requireNonNull(maker, "maker");
  }

  /** The reply itself, made now if it is one of these. */
  public static Reply made(Reply reply) {
    return reply instanceof DeferredReply deferred ? deferred.maker.get() : reply;
  }
}
