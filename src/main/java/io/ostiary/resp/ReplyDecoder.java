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
 * <p>Bytes may be fed in pieces of any size: what was understood of an unfinished reply is kept. No
 * object is made for what a reply consists of, and a length that a peer announces reserves no
 * memory. Attributes belong to the reply that follows them. When nothing waits, no buffer is held.
 *
 * <p>Unlike {@link RequestDecoder} it is strict: what it lets pass is read by another parser, which
 * must see the same replies in it.
 */
public final class ReplyDecoder {

  private static final int MAX_LINE_BYTES = 64 * 1024;
  private static final int NOTHING = -1;

  /** The types of a reply, and the end of an aggregate that came without a length. */
  private static final String TYPES = "$:+-*_#,(%~>=!|.";

  private final ReadBuffer input;
  private final int maxReplyBytes;
  private final OpenAggregates open = new OpenAggregates();
  private RawReply reply; // null: none is ready
  private boolean closed;

  // Positions count from the first byte of the reply, so they stay true when the bytes are moved.
  private int position; // everything before it is understood
  private int searched; // no end of the line that begins at the position is before it
  private int contentLength = NOTHING; // of the string whose content begins at the position
  private boolean inChunks; // the string comes in chunks, and the last was not read yet
  private byte type; // of the reply, once it is known
  private boolean isNull;

  /**
   * A decoder that keeps what is unfinished in buffers of this allocator.
   *
   * @param maxReplyBytes the most bytes of one reply, at least 1
   * @throws IllegalArgumentException if that is less
   */
  public ReplyDecoder(ByteBufAllocator allocator, int maxReplyBytes) {
    if (maxReplyBytes < 1) {
      throw new IllegalArgumentException("maxReplyBytes must be 1 or more, was " + maxReplyBytes);
    }
    this.input = new ReadBuffer(allocator);
    this.maxReplyBytes = maxReplyBytes;
    beginReply();
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
    try {
      while (input.size() > position && advance()) {
        if (isComplete()) {
          reply = new RawReply(input.bytes(), input.start(), position, type, isNull);
          return true;
        }
      }
    } catch (ProtocolException e) {
      close();
      throw e;
    }
    input.settle();
    return false;
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
      beginReply();
    }
  }

  private void beginReply() {
    position = 0;
    searched = 0;
    type = 0;
    isNull = false;
    open.clear();
  }

  private boolean isComplete() {
    return open.hasWholeReply() && contentLength == NOTHING && !inChunks;
  }

  /** Reads one header, or the content that the last one announced; false: more bytes needed. */
  private boolean advance() throws ProtocolException {
    if (contentLength != NOTHING) {
      return skipContent();
    }
    byte first = input.byteAt(position);
    if (inChunks) {
      check(first == ';', "expected a chunk of the string, got ", first);
    } else {
      check(TYPES.indexOf(first) >= 0, "unknown reply type ", first);
    }
    int lineEnd = findLineEnd();
    if (lineEnd == NOTHING) {
      return false;
    }
    int begin = position + 1;
    moveTo(lineEnd + 2);
    if (inChunks) {
      readChunkLength(begin, lineEnd);
    } else {
      readValue(first, begin, lineEnd);
      open.closeFinished();
    }
    return true;
  }

  private boolean skipContent() throws ProtocolException {
    int end = position + contentLength;
    if (input.size() < end + 2) {
      return false;
    }
    boolean ended = input.byteAt(end) == '\r' && input.byteAt(end + 1) == '\n';
    check(ended, "a string does not end where its length says");
    contentLength = NOTHING;
    moveTo(end + 2);
    return true;
  }

  private void readValue(byte first, int begin, int end) throws ProtocolException {
    switch (first) {
      case '$', '=', '!' -> readStringLength(first, begin, end);
      case '*', '~', '%', '>', '|' -> readAggregateLength(first, begin, end);
      case '.' -> check(begin == end && open.end(), "an end of an aggregate where none can be");
      default -> {
        LineCheck.check(first, input.bytes(), input.start() + begin, input.start() + end);
        began(first, first == '_');
      }
    }
  }

  private void readStringLength(byte first, int begin, int end) throws ProtocolException {
    if (first == '$' && isUnknownLength(begin, end)) {
      began(first, false);
      inChunks = true;
      return;
    }
    long length = number(begin, end, "invalid string length");
    if (first == '$' && length == -1) {
      began(first, true);
      return;
    }
    check(length >= 0, "invalid string length");
    // Three letters and a colon.
    check(first != '=' || length >= 4, "a verbatim string without its format");
    expectContent(length);
    began(first, false);
  }

  private void readChunkLength(int begin, int end) throws ProtocolException {
    long length = number(begin, end, "invalid length of a chunk");
    check(length >= 0, "invalid length of a chunk");
    if (length == 0) {
      inChunks = false;
    } else {
      expectContent(length);
    }
  }

  private void expectContent(long length) throws ProtocolException {
    checkSize(position + length + 2);
    contentLength = (int) length;
  }

  private void readAggregateLength(byte first, int begin, int end) throws ProtocolException {
    boolean pairs = first == '%' || first == '|';
    if (first != '>' && first != '|' && isUnknownLength(begin, end)) {
      began(first, false);
      checkDepth(open.beginWithoutLength(pairs));
      return;
    }
    long count = number(begin, end, "invalid length of an aggregate");
    if (first == '*' && count == -1) {
      began(first, true);
      return;
    }
    long values = pairs ? 2 * Math.max(-1, count) : count;
    check(values >= 0 && values <= Integer.MAX_VALUE, "invalid length of an aggregate");
    if (first == '|') {
      open.attribute();
    } else {
      began(first, false);
    }
    checkDepth(open.begin((int) values));
  }

  private boolean isUnknownLength(int begin, int end) {
    return end == begin + 1 && input.byteAt(begin) == '?';
  }

  private static void checkDepth(boolean within) throws ProtocolException {
    check(within, "aggregates nested deeper than " + OpenAggregates.MAX_DEPTH);
  }

  /** A value was read, or has begun. */
  private void began(byte valueType, boolean nullValue) {
    if (open.isEmpty()) {
      type = valueType;
      isNull = nullValue;
    }
    open.value();
  }

  private long number(int begin, int end, String complaint) throws ProtocolException {
    try {
      return Decimal.parse(input.bytes(), input.start() + begin, input.start() + end);
    } catch (ArgumentException e) {
      throw new ProtocolException(complaint);
    }
  }

  private void moveTo(int next) throws ProtocolException {
    checkSize(next);
    position = next;
    searched = next;
  }

  private void checkSize(long size) throws ProtocolException {
    if (size > maxReplyBytes) {
      throw new ProtocolException("a reply of more than " + maxReplyBytes + " bytes");
    }
  }

  /** Where the CR LF of the line begins; {@link #NOTHING} when it has not wholly arrived. */
  private int findLineEnd() throws ProtocolException {
    ByteBuf bytes = input.bytes();
    int start = input.start();
    int stop = Math.min(input.size(), position + 1 + MAX_LINE_BYTES + 1);
    int at = Math.max(position, searched);
    byte found = 0;
    while (at < stop && (found = bytes.getByte(start + at)) != '\r' && found != '\n') {
      at++;
    }
    searched = at;
    if (at == stop) {
      check(
          at - position - 1 <= MAX_LINE_BYTES, "a line of more than " + MAX_LINE_BYTES + " bytes");
      return NOTHING;
    }
    check(found == '\r', "a line feed inside a line");
    if (at + 1 == input.size()) {
      return NOTHING;
    }
    check(bytes.getByte(start + at + 1) == '\n', "a carriage return inside a line");
    return at;
  }

  private static void check(boolean right, String complaint) throws ProtocolException {
    if (!right) {
      throw new ProtocolException(complaint);
    }
  }

  private static void check(boolean right, String complaint, byte found) throws ProtocolException {
    if (!right) {
      throw new ProtocolException(complaint + ProtocolException.shown(found));
    }
  }
}
