package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Finds whole replies in the bytes that a server sent, in RESP2 and RESP3, so that they can be
 * passed on as they came. For the event loop of that connection only.
 *
 * <pre>{@code
 * decoder.feed(bytes);
 * while (decoder.next()) {
 *   decoder.reply().writeTo(out);
 * }
 * }</pre>
 *
 * <p>Bytes may be fed in pieces of any size; those of an unfinished reply are kept. When nothing
 * waits, no buffer is held. What a reply may be is {@link ReplyScanner}'s to say.
 */
public final class ReplyDecoder {

  private final ReadBuffer input;
  private final ReplyScanner scanner;
  private RawReply reply; // null: none is ready
  private boolean closed;
  private int position; // scanned, counted from the first byte of the reply

  /**
   * A decoder that keeps what is unfinished in buffers of this allocator.
   *
   * @param maxReplyBytes the most bytes of one reply, at least 1
   * @throws IllegalArgumentException if that is less
   */
  public ReplyDecoder(ByteBufAllocator allocator, int maxReplyBytes) {
    this.input = new ReadBuffer(allocator);
    this.scanner = new ReplyScanner(maxReplyBytes);
  }

  /**
   * Adds what was read. The buffer belongs to the decoder from now on, which releases it once. The
   * current reply stays good.
   *
   * @throws IllegalStateException when more than 2 GiB wait
   */
  public void feed(ByteBuf bytes) {
    if (closed || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    ByteBuf before = input.bytes();
    input.add(bytes);
    if (reply != null) {
      reply.moved(before, input.bytes(), input.start());
    }
  }

  /**
   * Whether there is another complete reply, which {@link #reply} then gives. The one before it is
   * over. False: more bytes are needed, or the decoder is closed.
   *
   * @throws ProtocolException when the peer breaks the protocol or a limit; the decoder is closed
   *     then
   */
  public boolean next() throws ProtocolException {
    forgetReply();
    if (input.size() > position && scan()) {
      return true;
    }
    input.settle();
    return false;
  }

  private boolean scan() throws ProtocolException {
    int start = input.start();
    int end;
    try {
      end = scanner.scan(input.bytes(), start + position, start + input.size());
    } catch (ProtocolException e) {
      close();
      throw e;
    }
    if (end == ReplyScanner.UNFINISHED) {
      position = input.size();
      return false;
    }
    position = end - start;
    reply = new RawReply(input.bytes(), start, position, scanner.type(), scanner.isNull());
    return true;
  }

  /**
   * The reply that {@link #next} found.
   *
   * @throws IllegalStateException when it found none
   */
  public RawReply reply() {
    if (reply == null) {
      throw new IllegalStateException("there is no reply: next() did not find one");
    }
    return reply;
  }

  /** Nothing is asked of it for a while: the current reply is over, and no spare room is held. */
  public void rest() {
    forgetReply();
    input.settle();
  }

  /** The bytes held that are not behind us: unfinished, waiting, or of the current reply. */
  public int bufferedBytes() {
    return input.size();
  }

  /** The bytes held beyond {@link #bufferedBytes}: room to read into, or already behind us. */
  public int freeBytes() {
    return input.freeBytes();
  }

  /** Gives every buffer back; the current reply is over. What is fed from now on is released. */
  public void close() {
    closed = true;
    if (reply != null) {
      reply.retire();
      reply = null;
    }
    input.release();
  }

  private void forgetReply() {
    if (reply != null) {
      reply.retire();
      reply = null;
      input.drop(position);
      position = 0;
    }
  }
}
