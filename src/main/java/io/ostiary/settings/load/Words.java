package io.ostiary.settings.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line of redis.conf into words. Spaces part them; {@code "..."} knows the escapes {@code \n
 * \r \t \b \a \xHH} and a backslash before anything else; {@code '...'} knows {@code \'} only.
 */
final class Words {

  private static final int END = -1;

  private final byte[] line;
  private int next;

  private Words(String line) {
    this.line = line.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The words of a line.
   *
   * @throws IllegalArgumentException saying what is wrong with the quotes or the escapes
   */
  static List<String> of(String line) {
    Words reader = new Words(line);
    List<String> words = new ArrayList<>();
    while (reader.skipSpaces()) {
      words.add(reader.word());
    }
    return words;
  }

  private boolean skipSpaces() {
    while (isSpace(peek(0))) {
      next++;
    }
    return peek(0) != END;
  }

  private String word() {
    // Bytes, not characters: \xHH escapes are bytes, and several may make one character.
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    while (peek(0) != END && !isSpace(peek(0))) {
      int c = line[next++];
      if (c == '"' || c == '\'') {
        quoted(c, word);
        break;
      }
      word.write(c);
    }
    return text(word.toByteArray());
  }

  private void quoted(int quote, ByteArrayOutputStream word) {
    while (peek(0) != quote) {
      if (peek(0) == END) {
        throw new IllegalArgumentException(
            "a quote is opened and never closed; write " + (char) quote + " at the end as well");
      }
      word.write(quote == '"' ? escapedInDouble() : escapedInSingle());
    }
    next++;
    if (peek(0) != END && !isSpace(peek(0))) {
      throw new IllegalArgumentException("after a closing quote there must be a space");
    }
  }

  private int escapedInSingle() {
    if (peek(0) == '\\' && peek(1) == '\'') {
      next++;
    }
    return line[next++];
  }

  private int escapedInDouble() {
    int c = line[next++];
    if (c != '\\' || peek(0) == END) {
      return c;
    }
    int escaped = line[next++];
    if (escaped == 'x' && hexDigit(0) >= 0 && hexDigit(1) >= 0) {
      int value = hexDigit(0) * 16 + hexDigit(1);
      next += 2;
      return value;
    }
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> escaped;
    };
  }

  private int hexDigit(int ahead) {
    return Character.digit(peek(ahead), 16);
  }

  private int peek(int ahead) {
    return next + ahead < line.length ? line[next + ahead] & 0xff : END;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static String text(byte[] word) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the bytes of a word must be UTF-8", e);
    }
  }
}
