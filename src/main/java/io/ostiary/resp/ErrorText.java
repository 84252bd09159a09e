package io.ostiary.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of an error that repeats what a client sent, byte for byte: its arguments need not be
 * UTF-8. For one thread.
 *
 * <pre>{@code
 * throw new ErrorText("ERR No such user '").repeat(request, 4).add("'").exception();
 * }</pre>
 */
public final class ErrorText {

  /** How much of an argument is repeated: it may be half a gigabyte. */
  public static final int MOST_REPEATED = 128;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins with the error's code, such as {@code ERR}. */
  public ErrorText(String beginning) {
    add(beginning);
  }

  /** Adds words of our own; returns itself. */
  public ErrorText add(String words) {
    bytes.writeBytes(words.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds the beginning of an argument, at most {@link #MOST_REPEATED} bytes; returns itself. */
  public ErrorText repeat(Request request, int index) {
    return repeat(request, index, MOST_REPEATED);
  }

  /** Adds at most {@code most} bytes of an argument; returns itself. */
  public ErrorText repeat(Request request, int index, int most) {
    int length = Math.min(request.length(index), most);
    for (int i = 0; i < length; i++) {
      bytes.write(request.byteAt(index, i));
    }
    return this;
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.size();
  }

  /** The error as a reply. */
  public Reply reply() {
    return Reply.error(bytes.toByteArray());
  }

  /** The error as an exception that a command's handler throws. */
  public ArgumentException exception() {
    return new ArgumentException(new ErrorReply(bytes.toByteArray()));
  }
}
