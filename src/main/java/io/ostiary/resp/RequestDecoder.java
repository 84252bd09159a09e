package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Turns the bytes of one connection into requests. For the event loop of that connection only.
 *
 * <pre>{@code
 * decoder.feed(bytes);
 * while (decoder.next(limits)) {
 *   run(decoder.request());
 * }
 * }</pre>
 *
 * <p>Bytes may be fed in pieces of any size: what was understood of an unfinished request is kept,
 * and nothing is looked at twice. A length that a peer announces reserves no memory; only what has
 * arrived takes any. When nothing waits, no buffer is held.
 *
 * <p>A request is either an array of bulk strings ({@code *1\r\n$4\r\nPING\r\n}) or, when it does
 * not begin with an asterisk, one line of words ({@code PING\r\n}). Where Redis is lenient, so is
 * this: empty requests are skipped, and of a line's end only its first byte is looked at. A zero
 * byte is a byte like any other.
 */
public final class RequestDecoder {

  private static final int MAX_LINE_BYTES = 64 * 1024;

  // An argument ends within a buffer, whose positions are ints.
  private static final int MAX_BULK_BYTES = Integer.MAX_VALUE - 2 * MAX_LINE_BYTES;

  /** What the next byte belongs to. */
  private enum Awaiting {
    REQUEST,
    INLINE_LINE,
    ARRAY_LENGTH,
    BULK_LENGTH,
    BULK,
    NOTHING_MORE
  }

  private final ReadBuffer input;
  private final ArgumentBounds bounds = new ArgumentBounds();
  private Awaiting awaiting = Awaiting.REQUEST;
  private Request request; // null: none is ready

  // Positions count from the first byte of the request, so they stay true when the bytes are moved.
  private int position; // everything before it is understood
  private int searched; // no end of the line that begins at the position is before it
  private long announced; // the length in the header that was read last
  private int missingArguments;
  private int bulkLength;
  private int argumentBytes;

  /** A decoder that keeps what is unfinished in buffers of this allocator. */
  public RequestDecoder(ByteBufAllocator allocator) {
    this.input = new ReadBuffer(allocator);
  }

  /**
   * Adds what was read. The buffer belongs to the decoder from now on, which releases it once. The
   * current request stays good.
   *
   * @throws IllegalStateException when more than 2 GiB wait; who feeds without end must look at
   *     {@link #bufferedBytes} before that
   */
  public void feed(ByteBuf bytes) {
    if (awaiting == Awaiting.NOTHING_MORE || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    ByteBuf before = input.bytes();
    input.add(bytes);
    if (request != null) {
      request.moved(before, input.bytes(), input.start());
    }
  }

  /**
   * Whether there is another complete request, which {@link #request} then gives. The one before it
   * is over. False: more bytes are needed, or the decoder is closed.
   *
   * @throws ProtocolException when the peer breaks the protocol or a limit; the decoder is closed
   *     then
   */
  public boolean next(DecodeLimits limits) throws ProtocolException {
    forgetRequest();
    try {
      while (advance(limits)) {
        if (request != null) {
          return true;
        }
      }
    } catch (ProtocolException e) {
      close();
      throw e;
    }
    settle();
    return false;
  }

  /**
   * The request that {@link #next} found.
   *
   * @throws IllegalStateException when it found none
   */
  public Request request() {
    if (request == null) {
      throw new IllegalStateException("there is no request: next() did not find one");
    }
    return request;
  }

  /** The current request is over and was not served: {@link #next} finds it again. */
  public void putBack() {
    if (request != null) {
      request.retire();
      request = null;
      startOver();
    }
  }

  /**
   * Nothing is asked of it for a while, though requests may wait: the current one is over, and no
   * more memory is held than what waits needs.
   */
  public void rest() {
    forgetRequest();
    settle();
  }

  /** The bytes held that are not behind us: unfinished, waiting, or of the current request. */
  public int bufferedBytes() {
    return input.size();
  }

  /** The bytes held beyond {@link #bufferedBytes}: room to read into, or already behind us. */
  public int freeBytes() {
    return input.freeBytes();
  }

  /**
   * The bytes of those arguments of the current or unfinished request that have wholly arrived;
   * part of {@link #bufferedBytes}, as one that still arrives is.
   */
  public int argumentBytes() {
    return argumentBytes;
  }

  /** All that is held: {@link #bufferedBytes}, {@link #freeBytes}, and where arguments are. */
  public long memoryBytes() {
    return (long) bufferedBytes() + freeBytes() + bounds.memoryBytes();
  }

  /** Gives every buffer back; the current request is over. What is fed from now on is released. */
  public void close() {
    awaiting = Awaiting.NOTHING_MORE;
    argumentBytes = 0;
    if (request != null) {
      request.retire();
      request = null;
    }
    input.release();
  }

  private void forgetRequest() {
    if (request != null) {
      request.retire();
      request = null;
      dropUnderstood();
    }
  }

  private void dropUnderstood() {
    input.drop(position);
    startOver();
  }

  private void startOver() {
    position = 0;
    searched = 0;
    bounds.clear();
    argumentBytes = 0;
    awaiting = Awaiting.REQUEST;
  }

  private void settle() {
    input.settle();
    if (input.isEmpty()) {
      bounds.trim();
    }
  }

  /** Goes on where it stopped: false when it needs more bytes. */
  private boolean advance(DecodeLimits limits) throws ProtocolException {
    return switch (awaiting) {
      case REQUEST -> beginRequest(limits);
      case INLINE_LINE -> readInlineLine();
      case ARRAY_LENGTH -> readArrayLength(limits);
      case BULK_LENGTH, BULK -> readArguments(limits);
      case NOTHING_MORE -> false;
    };
  }

  private boolean beginRequest(DecodeLimits limits) throws ProtocolException {
    if (input.size() == 0) {
      return false;
    }
    if (input.byteAt(0) == '*') {
      awaiting = Awaiting.ARRAY_LENGTH;
      return readArrayLength(limits);
    }
    awaiting = Awaiting.INLINE_LINE;
    return readInlineLine();
  }

  private boolean readInlineLine() throws ProtocolException {
    int lineFeed = find('\n', "too big inline request");
    if (lineFeed < 0) {
      return false;
    }
    int end = lineFeed > 0 && input.byteAt(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
    byte[] line = new byte[end];
    input.bytes().getBytes(input.start(), line);
    InlineWords.split(line, bounds);
    position = lineFeed + 1;
    if (bounds.count() == 0) {
      dropUnderstood();
    } else {
      request = new Request(Unpooled.wrappedBuffer(line), 0, bounds);
      argumentBytes = (int) request.memoryBytes();
    }
    return true;
  }

  private boolean readArrayLength(DecodeLimits limits) throws ProtocolException {
    if (!readHeader('*', "too big mbulk count string", "invalid multibulk length")) {
      return false;
    }
    if (announced > Integer.MAX_VALUE) {
      throw new ProtocolException("invalid multibulk length");
    }
    if (!limits.authenticated() && announced > DecodeLimits.MAX_ARGUMENTS_BEFORE_LOGIN) {
      throw new ProtocolException("unauthenticated multibulk length");
    }
    if (announced <= 0) {
      dropUnderstood();
      return true;
    }
    missingArguments = (int) announced;
    awaiting = Awaiting.BULK_LENGTH;
    return readArguments(limits);
  }

  private boolean readArguments(DecodeLimits limits) throws ProtocolException {
    while (missingArguments > 0) {
      if (awaiting == Awaiting.BULK_LENGTH && !readBulkLength(limits)) {
        return false;
      }
      if (input.size() - position < bulkLength + 2) {
        return false;
      }
      bounds.add(position, position + bulkLength);
      argumentBytes += bulkLength;
      position += bulkLength + 2;
      missingArguments--;
      awaiting = Awaiting.BULK_LENGTH;
    }
    request = new Request(input.bytes(), input.start(), bounds);
    return true;
  }

  private boolean readBulkLength(DecodeLimits limits) throws ProtocolException {
    if (!readHeader('$', "too big bulk count string", "invalid bulk length")) {
      return false;
    }
    if (announced < 0 || announced > Math.min(limits.maxBulkBytes(), MAX_BULK_BYTES)) {
      throw new ProtocolException("invalid bulk length");
    }
    if (!limits.authenticated() && announced > DecodeLimits.MAX_BULK_BYTES_BEFORE_LOGIN) {
      throw new ProtocolException("unauthenticated bulk length");
    }
    bulkLength = (int) announced;
    awaiting = Awaiting.BULK;
    return true;
  }

  private static ProtocolException notABulk(byte found) {
    return new ProtocolException("expected '$', got " + ProtocolException.shown(found));
  }

  /** Reads a type byte and the length after it; false when their line has not wholly arrived. */
  private boolean readHeader(char type, String tooLong, String invalid) throws ProtocolException {
    if (readShortHeader(type)) {
      return true;
    }
    int lineEnd = findLineEnd(tooLong);
    if (lineEnd < 0) {
      return false;
    }
    if (input.byteAt(position) != type) {
      throw notABulk(input.byteAt(position));
    }
    int start = input.start();
    try {
      announced = Decimal.parse(input.bytes(), start + position + 1, start + lineEnd);
    } catch (ArgumentException e) {
      throw new ProtocolException(invalid);
    }
    position = lineEnd + 2;
    return true;
  }

  private boolean readShortHeader(char type) {
    long header = input.eightBytes(position);
    if (header >>> 56 != type) {
      return false;
    }
    int parsed = ShortHeader.parse(header);
    if (parsed == ShortHeader.NONE || position + ShortHeader.length(parsed) > input.size()) {
      return false;
    }
    announced = ShortHeader.number(parsed);
    position += ShortHeader.length(parsed);
    return true;
  }

  /** Where the line ends that begins at the position; negative when its end has not arrived. */
  private int findLineEnd(String complaint) throws ProtocolException {
    int carriageReturn = find('\r', complaint);
    return carriageReturn + 1 < input.size() ? carriageReturn : -1;
  }

  private int find(char mark, String complaint) throws ProtocolException {
    ByteBuf bytes = input.bytes();
    int start = input.start();
    int size = input.size();
    int stop = position + Math.min(size - position, MAX_LINE_BYTES + 1);
    int at = Math.max(position, searched);
    while (at < stop && bytes.getByte(start + at) != mark) {
      at++;
    }
    searched = at;
    if (at < stop) {
      return at;
    }
    if (size - position > MAX_LINE_BYTES) {
      throw new ProtocolException(complaint);
    }
    return -1;
  }
}
