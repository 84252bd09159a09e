package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;

/** Looks at errors that a server behind answers, before a client reads them. On an event loop. */
@FunctionalInterface
interface ErrorWatch {

  /**
   * Looks at one. It may send requests, also over the same connection, but not close that.
   *
   * @param error without the type byte and the line's end
   * @param request what it answers, as it is on the wire; the caller's
   * @param target whom the reply is for
   * @param flags of the request
   * @return whether it is taken care of: the target gets a reply another way
   */
  boolean takes(String error, ByteBuf request, ReplyTarget target, int flags);
}
