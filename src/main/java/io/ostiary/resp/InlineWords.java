package io.ostiary.resp;

/**
 * Splits the line of an inline request into words, as redis-cli does: words stand between spaces;
 * in double quotes a backslash escapes ({@code \n \r \t \b \a \xHH}, else the character itself), in
 * single quotes only {@code \'}; a closing quote ends its word.
 */
final class InlineWords {

  private final byte[] line;
  private int read;
  private int written; // never beyond what is read: no word is longer than its spelling

  private InlineWords(byte[] line) {
    this.line = line;
  }

  /**
   * Rewrites {@code line} so that its words are plain bytes, and adds where each of them is to
   * {@code words}.
   *
   * @throws ProtocolException when a quote is not closed, or a word goes on after its closing quote
   */
  static void split(byte[] line, ArgumentBounds words) throws ProtocolException {
    InlineWords splitter = new InlineWords(line);
    while (splitter.skipSpaces()) {
      int begin = splitter.written;
      splitter.unquoted();
      words.add(begin, splitter.written);
    }
  }

  /** Whether a word follows. */
  private boolean skipSpaces() {
    while (read < line.length && isSpace(line[read])) {
      read++;
    }
    return read < line.length;
  }

  private void unquoted() throws ProtocolException {
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

  private void doubleQuoted() throws ProtocolException {
    while (read < line.length) {
      byte next = line[read++];
      if (next == '"') {
        closeQuote();
        return;
      }
      write(next == '\\' && read < line.length ? escaped() : next);
    }
    throw unbalanced();
  }

  private void singleQuoted() throws ProtocolException {
    while (read < line.length) {
      byte next = line[read++];
      if (next == '\'') {
        closeQuote();
        return;
      }
      if (next == '\\' && read < line.length && line[read] == '\'') {
        next = line[read++];
      }
      write(next);
    }
    throw unbalanced();
  }

  private void closeQuote() throws ProtocolException {
    if (read < line.length && !isSpace(line[read])) {
      throw unbalanced();
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

  private static ProtocolException unbalanced() {
    return new ProtocolException("unbalanced quotes in request");
  }
}
