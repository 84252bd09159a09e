package io.ostiary.resp;

import io.netty.buffer.ByteBuf;

/** Writes requests as a client sends them. Any thread; the buffer belongs to the caller. */
public final class RequestEncoder {

  private RequestEncoder() {}

  /**
   * Appends {@code request} to {@code out} as an array of strings, however it came; makes no object
   * for an argument.
   *
   * @throws IllegalStateException when the request is over
   */
  public static void encode(Request request, ByteBuf out) {
    request.writeTo(out);
  }
}
