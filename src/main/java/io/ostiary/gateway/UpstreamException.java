package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;

/** A command of the gateway's own, or one that waited, was not answered. */
final class UpstreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorReply reply;

  UpstreamException(ErrorReply reply) {
    super(reply.text(), null, false, false);
    this.reply = reply;
  }

  /** What the client is to read. */
  ErrorReply reply() {
    return reply;
  }
}
