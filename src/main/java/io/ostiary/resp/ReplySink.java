package io.ostiary.resp;

import io.netty.buffer.ByteBuf;

/**
 * Takes an encoded reply in order: small parts in a buffer, large ones as the arrays they are held
 * in. For the event loop of one connection.
 */
public interface ReplySink {

  /**
   * The buffer that what comes next is appended to. Asked for anew after each large part, before
   * which everything in the buffer goes.
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
