package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Finds where replies end in the bytes that a server sent, in RESP2 and RESP3, so that they can be
 * passed on as they come, also before they are whole. For the event loop of that connection only.
 *
 * <pre>{@code
 * int end = scanner.scan(bytes, from, to);
 * boolean isWhole = end != ReplyScanner.UNFINISHED;
 * pass(bytes, from, isWhole ? end : to, isWhole);
 * }</pre>
 *
 * <p>Bytes may come in pieces of any size, each byte once. No content is kept, no object is made
 * for what a reply consists of, and a length that a peer announces reserves no memory; only a line
 * of which a part has not arrived is copied. Attributes belong to the reply that follows them.
 *
 * <p>Unlike {@link RequestDecoder} it is strict: what it lets pass is read by another parser, which
 * must see the same replies in it.
 */
public final class ReplyScanner {

  /** The reply goes on in the bytes that come next. */
  public static final int UNFINISHED = -1;

  private static final int MAX_LINE_BYTES = 64 * 1024;
  private static final byte[] NO_LINE = {};
  private static final long NO_CONTENT = 0;

  /** The types of a reply, and the end of an aggregate that came without a length. */
  private static final String TYPES = "$:+-*_#,(%~>=!|.";

  private final long maxReplyBytes;
  private final OpenAggregates open;
  private byte[] line = NO_LINE; // the part of a line that came before the bytes at hand
  private long contentLeft = NO_CONTENT; // of a string, with the two bytes of its end
  private boolean inChunks; // the string comes in chunks, and the last was not read yet
  private long size; // of the reply, as far as it is known
  private boolean ended = true; // the next byte is the first of a reply
  private byte type; // of the reply, once it is known
  private boolean isNull;

  /**
   * Begins with the first byte of a reply.
   *
   * @param maxReplyBytes the most bytes of one reply, at least 1
   * @throws IllegalArgumentException if that is less
   */
  public ReplyScanner(long maxReplyBytes) {
    this(maxReplyBytes, OpenAggregates.MAX_DEPTH);
  }

  /**
   * The same with another bound on how deep aggregates may be nested; what has to be known of each
   * takes four bytes while it is open.
   */
  public ReplyScanner(long maxReplyBytes, int maxDepth) {
    this.open = new OpenAggregates(maxDepth);
    if (maxReplyBytes < 1) {
      throw new IllegalArgumentException("maxReplyBytes must be 1 or more, was " + maxReplyBytes);
    }
    this.maxReplyBytes = maxReplyBytes;
  }

  /**
   * Scans on, to the end of the reply.
   *
   * @param from the index of the first byte that was not scanned yet
   * @param to the index behind the last byte that is there
   * @return the index behind the reply's last byte, or {@link #UNFINISHED}: all is scanned then
   * @throws ProtocolException when the peer breaks the protocol or a limit; nothing can be scanned
   *     after that
   */
  public int scan(ByteBuf bytes, int from, int to) throws ProtocolException {
    if (ended) {
      beginReply();
    }
    int at = from;
    while (at < to) {
      at = contentLeft != NO_CONTENT ? skipContent(bytes, at, to) : readLine(bytes, at, to);
      if (line.length == 0 && isComplete()) {
        ended = true;
        return at;
      }
    }
    return UNFINISHED;
  }

  /**
   * The byte that says what the reply is, such as {@code +} or {@code *}, never that of an
   * attribute; 0 when too little of it has come. Of the reply that ended until the next is scanned.
   */
  public byte type() {
    return type;
  }

  /** Whether that reply is one of the three nulls; known with its type. */
  public boolean isNull() {
    return isNull;
  }

  /** Whether part of a reply was scanned, and not its end. */
  public boolean isWithinReply() {
    return !ended;
  }

  private void beginReply() {
    ended = false;
    size = 0;
    type = 0;
    isNull = false;
    open.clear();
  }

  private boolean isComplete() {
    return contentLeft == NO_CONTENT && !inChunks && open.hasWholeReply();
  }

  private int skipContent(ByteBuf bytes, int from, int to) throws ProtocolException {
    if (to - from >= contentLeft) {
      int end = from + (int) contentLeft;
      if (contentLeft >= 2) {
        checkEnd(bytes.getShort(end - 2) == ReplyEncoder.CRLF);
      } else {
        checkEnd(bytes.getByte(end - 1) == '\n');
      }
      contentLeft = NO_CONTENT;
      return end;
    }
    contentLeft -= to - from;
    checkEnd(contentLeft != 1 || bytes.getByte(to - 1) == '\r');
    return to;
  }

  private static void checkEnd(boolean right) throws ProtocolException {
    check(right, "a string does not end where its length says");
  }

  /** Reads a line, as far as it has come; where it ends. */
  private int readLine(ByteBuf bytes, int from, int to) throws ProtocolException {
    if (line.length > 0) {
      return readRestOfLine(bytes, from, to);
    }
    if (to - from >= Long.BYTES) {
      int end = readShortHeader(bytes, from);
      if (end != UNFINISHED) {
        return end;
      }
    }
    checkType(bytes.getByte(from));
    int lineEnd = findLineEnd(bytes, from + 1, to);
    if (lineEnd == UNFINISHED) {
      keep(bytes, from, to);
      return to;
    }
    applyLine(bytes, from, lineEnd);
    return lineEnd + 2;
  }

  /** What nearly all replies begin with; {@link #UNFINISHED} when it is something else. */
  private int readShortHeader(ByteBuf bytes, int from) throws ProtocolException {
    long header = bytes.getLong(from);
    byte first = (byte) (header >>> 56);
    boolean suits = !inChunks && (first == '$' || first == ':' || first == '*');
    int parsed = suits ? ShortHeader.parse(header) : ShortHeader.NONE;
    if (parsed == ShortHeader.NONE) {
      return UNFINISHED;
    }
    int end = from + ShortHeader.length(parsed);
    check(bytes.getByte(end - 1) == '\n', "a carriage return inside a line");
    grow(end - from);
    began(first, false);
    if (first == '$') {
      expectContent(ShortHeader.number(parsed));
    } else if (first == '*') {
      checkDepth(open.begin(ShortHeader.number(parsed)));
    }
    open.closeFinished();
    return end;
  }

  /** Where the CR LF of a line begins; {@link #UNFINISHED} when it has not wholly come. */
  private static int findLineEnd(ByteBuf bytes, int from, int to) throws ProtocolException {
    int stop = Math.min(to, from + MAX_LINE_BYTES + 1);
    int at = from;
    byte found = 0;
    while (at < stop && (found = bytes.getByte(at)) != '\r' && found != '\n') {
      at++;
    }
    check(at - from <= MAX_LINE_BYTES, "a line of more than " + MAX_LINE_BYTES + " bytes");
    if (at == stop) {
      return UNFINISHED;
    }
    check(found == '\r', "a line feed inside a line");
    if (at + 1 == to) {
      return UNFINISHED;
    }
    check(bytes.getByte(at + 1) == '\n', "a carriage return inside a line");
    return at;
  }

  private void keep(ByteBuf bytes, int from, int to) {
    int before = line.length;
    line = Arrays.copyOf(line, before + to - from);
    bytes.getBytes(from, line, before, to - from);
  }

  private int readRestOfLine(ByteBuf bytes, int from, int to) throws ProtocolException {
    int next = from;
    byte last = line[line.length - 1];
    while (next < to && last != '\n') {
      last = bytes.getByte(next);
      next++;
    }
    keep(bytes, from, next);
    ByteBuf whole = Unpooled.wrappedBuffer(line);
    int lineEnd = findLineEnd(whole, 1, line.length);
    if (lineEnd != UNFINISHED) {
      line = NO_LINE;
      applyLine(whole, 0, lineEnd);
    }
    return next;
  }

  private void checkType(byte first) throws ProtocolException {
    if (inChunks) {
      check(first == ';', "expected a chunk of the string, got ", first);
    } else {
      check(TYPES.indexOf(first) >= 0, "unknown reply type ", first);
    }
  }

  /** A line has come, from its type byte to its CR LF, which begins at {@code end}. */
  private void applyLine(ByteBuf bytes, int start, int end) throws ProtocolException {
    grow(end + 2 - start);
    byte first = bytes.getByte(start);
    if (inChunks) {
      readChunkLength(bytes, start + 1, end);
      return;
    }
    switch (first) {
      case '$', '=', '!' -> readStringLength(first, bytes, start + 1, end);
      case '*', '~', '%', '>', '|' -> readAggregateLength(first, bytes, start + 1, end);
      case '.' -> check(start + 1 == end && open.end(), "an end of an aggregate where none can be");
      default -> {
        LineCheck.check(first, bytes, start + 1, end);
        began(first, first == '_');
      }
    }
    open.closeFinished();
  }

  private void readStringLength(byte first, ByteBuf bytes, int begin, int end)
      throws ProtocolException {
    if (first == '$' && isUnknownLength(bytes, begin, end)) {
      began(first, false);
      inChunks = true;
      return;
    }
    long length = number(bytes, begin, end, "invalid string length");
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

  private void readChunkLength(ByteBuf bytes, int begin, int end) throws ProtocolException {
    long length = number(bytes, begin, end, "invalid length of a chunk");
    check(length >= 0, "invalid length of a chunk");
    if (length == 0) {
      inChunks = false;
    } else {
      expectContent(length);
    }
  }

  private void expectContent(long length) throws ProtocolException {
    grow(length);
    grow(2);
    contentLeft = length + 2;
  }

  private void readAggregateLength(byte first, ByteBuf bytes, int begin, int end)
      throws ProtocolException {
    boolean pairs = first == '%' || first == '|';
    if (first != '>' && first != '|' && isUnknownLength(bytes, begin, end)) {
      began(first, false);
      checkDepth(open.beginWithoutLength(pairs));
      return;
    }
    long count = number(bytes, begin, end, "invalid length of an aggregate");
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

  private static boolean isUnknownLength(ByteBuf bytes, int begin, int end) {
    return end == begin + 1 && bytes.getByte(begin) == '?';
  }

  private void checkDepth(boolean within) throws ProtocolException {
    check(within, "aggregates nested deeper than " + open.maxDepth());
  }

  /** A value was read, or has begun. */
  private void began(byte valueType, boolean nullValue) {
    if (open.isEmpty()) {
      type = valueType;
      isNull = nullValue;
    }
    open.value();
  }

  private static long number(ByteBuf bytes, int begin, int end, String complaint)
      throws ProtocolException {
    try {
      return Decimal.parse(bytes, begin, end);
    } catch (ArgumentException e) {
      throw new ProtocolException(complaint);
    }
  }

  private void grow(long bytes) throws ProtocolException {
    size += bytes;
    // Negative: the sum overflowed.
    if (size > maxReplyBytes || size < 0) {
      throw new ProtocolException("a reply of more than " + maxReplyBytes + " bytes");
    }
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
