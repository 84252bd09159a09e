package io.ostiary.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An error; see {@link Reply#error}. Equal to another of the same bytes. */
public final class ErrorReply implements Reply {

  static final ErrorReply SYNTAX = new ErrorReply("ERR syntax error");

  private final byte[] line;

  /** Makes it one line, in UTF-8. */
  public ErrorReply(String text) {
    this(text.getBytes(StandardCharsets.UTF_8));
  }

  ErrorReply(byte[] text) {
    line = Lines.join(text);
    if (line.length == 0) {
      throw new IllegalArgumentException("an error begins with its code, such as ERR");
    }
  }

  /** What the client reads; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(line, StandardCharsets.UTF_8);
  }

  /** The first word of the text, such as {@code ERR} or {@code WRONGTYPE}. */
  public String code() {
    String text = text();
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  /** The bytes themselves, not a copy: they are only to be read. */
  byte[] line() {
    return line;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ErrorReply that && Arrays.equals(line, that.line);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(line);
  }

  @Override
  public String toString() {
    return "ErrorReply[" + text() + "]";
  }
}
