package io.ostiary.resp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a line into words as Redis does, in inline requests and in its configuration: words stand
 * between spaces; in double quotes a backslash escapes ({@code \n \r \t \b \a \xHH}, else the
 * character itself), in single quotes only {@code \'}; a closing quote ends its word. Words are
 * bytes: an escape may be any byte, and need not be text.
 */
public final class Words {

  /** Takes a word: where it begins and ends in the rewritten line. */
  @FunctionalInterface
  interface Receiver {
    void word(int begin, int end);
  }

  /** A quote that is not closed, or a word that goes on after its closing quote. */
  public static final class QuoteException extends Exception {

    private static final long serialVersionUID = 1L;

    private final char quote;
    private final boolean closed;

    private QuoteException(byte quote, boolean closed) {
      super("unbalanced quotes", null, false, false);
      this.quote = (char) quote;
      this.closed = closed;
    }

    /** The quote: {@code "} or {@code '}. */
    public char quote() {
      return quote;
    }

    /** Whether the quote was closed, so that what follows it is the fault. */
    public boolean isClosed() {
      return closed;
    }
  }

  private final byte[] line;
  private int read;
  private int written; // never beyond what is read: no word is longer than its spelling

  private Words(byte[] line) {
    this.line = line;
  }

  /** The words of a line; the line stays as it is. */
  public static List<byte[]> of(byte[] line) throws QuoteException {
    byte[] rewritten = line.clone();
    List<byte[]> words = new ArrayList<>();
    split(rewritten, (begin, end) -> words.add(Arrays.copyOfRange(rewritten, begin, end)));
    return words;
  }

  /** Rewrites {@code line} so that its words are plain bytes, and tells where each of them is. */
  static void split(byte[] line, Receiver receiver) throws QuoteException {
    Words splitter = new Words(line);
    while (splitter.skipSpaces()) {
      int begin = splitter.written;
      splitter.unquoted();
      receiver.word(begin, splitter.written);
    }
  }

  /** Whether a word follows. */
  private boolean skipSpaces() {
    while (read < line.length && isSpace(line[read])) {
      read++;
    }
    return read < line.length;
  }

  private void unquoted() throws QuoteException {
    while (read < line.length && !endsWord(line[read])) {
      byte next = line[read++];
      if (next == '"') {
        doubleQuoted();
        return;
      }
      if (next == '\'') {
        singleQuoted();
        return;
      }
      write(next);
    }
  }

  private void doubleQuoted() throws QuoteException {
    while (read < line.length) {
      byte next = line[read++];
      if (next == '"') {
        closeQuote(next);
        return;
      }
      write(next == '\\' && read < line.length ? escaped() : next);
    }
    throw new QuoteException((byte) '"', false);
  }

  private void singleQuoted() throws QuoteException {
    while (read < line.length) {
      byte next = line[read++];
      if (next == '\'') {
        closeQuote(next);
        return;
      }
      if (next == '\\' && read < line.length && line[read] == '\'') {
        next = line[read++];
      }
      write(next);
    }
    throw new QuoteException((byte) '\'', false);
  }

  private void closeQuote(byte quote) throws QuoteException {
    if (read < line.length && !isSpace(line[read])) {
      throw new QuoteException(quote, true);
    }
  }

  /** The byte that is meant by what follows a backslash. */
  private byte escaped() {
    byte escape = line[read++];
    return switch (escape) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 0x07;
      case 'x' -> hexadecimal();
      default -> escape;
    };
  }

  /** The byte of two digits, or the x itself when they are not digits. */
  private byte hexadecimal() {
    int high = hexDigit(read);
    int low = hexDigit(read + 1);
    if (high < 0 || low < 0) {
      return 'x';
    }
    read += 2;
    return (byte) (16 * high + low);
  }

  private int hexDigit(int index) {
    // Character.digit also knows the digits of other scripts, but none of them is one byte.
    return index < line.length ? Character.digit(line[index], 16) : -1;
  }

  private void write(byte meant) {
    line[written++] = meant;
  }

  // Vertical tab and form feed count between words but not inside one: so does Redis.
  private static boolean endsWord(byte character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  private static boolean isSpace(byte character) {
    return endsWord(character) || character == 0x0b || character == '\f';
  }
}
