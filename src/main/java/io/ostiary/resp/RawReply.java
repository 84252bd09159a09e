package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import java.util.Objects;

/**
 * One reply as a server sent it, its attributes included: a view of the bytes that were read, good
 * until its decoder is asked for the next reply or closed. After that every method throws {@link
 * IllegalStateException}. For the event loop of its connection only.
 */
public final class RawReply {

  private final int length;
  private final byte type;
  private final boolean isNull;
  private ByteBuf source; // null: no longer good
  private int start;

  RawReply(ByteBuf source, int start, int length, byte type, boolean isNull) {
    this.source = source;
    this.start = start;
    this.length = length;
    this.type = type;
    this.isNull = isNull;
  }

  /** The byte that says what it is, such as {@code +} or {@code *}; never that of an attribute. */
  public byte type() {
    live();
    return type;
  }

  /** Whether it is an error, in one line or as a string. */
  public boolean isError() {
    live();
    return type == '-' || type == '!';
  }

  /** Whether it was sent without being asked for. */
  public boolean isPush() {
    live();
    return type == '>';
  }

  /** Whether it is one of the three nulls. */
  public boolean isNull() {
    live();
    return isNull;
  }

  /** How many bytes it has, from its first type byte to its last line feed. */
  public int length() {
    live();
    return length;
  }

  /** One of its bytes; {@code offset} counts from the first. */
  public byte byteAt(int offset) {
    ByteBuf bytes = live();
    return bytes.getByte(start + Objects.checkIndex(offset, length));
  }

  /**
   * Its bytes, not copied: only to be read. They stay good beyond the reply for who retains the
   * slice, and keep in memory all that was read with them.
   */
  public ByteBuf slice() {
    return live().slice(start, length);
  }

  /** Appends its bytes to {@code out}. */
  public void writeTo(ByteBuf out) {
    out.writeBytes(live(), start, length);
  }

  private ByteBuf live() {
    if (source == null) {
      throw new IllegalStateException("this reply is over: its decoder has moved on");
    }
    return source;
  }

  /** The decoder moves on: the bytes may be overwritten from now on. */
  void retire() {
    source = null;
  }

  /** The decoder moved the bytes, and the reply with them. */
  @SuppressWarnings("ReferenceEquality") // the very buffer is meant, not one of the same content
  void moved(ByteBuf from, ByteBuf to, int newStart) {
    if (source == from) {
      source = to;
      start = newStart;
    }
  }
}
