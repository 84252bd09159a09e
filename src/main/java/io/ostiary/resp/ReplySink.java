package io.ostiary.resp;

import io.netty.buffer.ByteBuf;

/**
 * Takes an encoded reply in order: small parts in a buffer, large ones as the arrays they are held
 * in. For the event loop of one connection.
 */
public interface ReplySink {

  /**
   * The buffer that the next part is appended to. Asked for anew with each part, so that a full one
   * can be sent; what is in it goes before a large part.
   */
  ByteBuf buffer();

  /**
   * Takes the content of a large string, which goes after all that was appended so far and before
   * all that is appended from now on.
   *
   * @param bytes not a copy: they are only to be read, and stay as they are for ever
   */
  void large(byte[] bytes);
}
