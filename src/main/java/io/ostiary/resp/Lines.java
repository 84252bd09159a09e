package io.ostiary.resp;

import java.util.Arrays;

/** Keeps text on the one line that a simple string or an error has. */
final class Lines {

  private Lines() {}

  /** {@code text} without line breaks: those around it are dropped, each inside becomes a space. */
  static String join(String text) {
    if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
      return text;
    }
    int begin = 0;
    int end = text.length();
    while (begin < end && isBreak(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBreak(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end).replace('\r', ' ').replace('\n', ' ');
  }

  /** The same of bytes in any superset of ASCII; always another array. */
  static byte[] join(byte[] text) {
    int begin = 0;
    int end = text.length;
    while (begin < end && isBreak((char) text[begin])) {
      begin++;
    }
    while (end > begin && isBreak((char) text[end - 1])) {
      end--;
    }
    byte[] line = Arrays.copyOfRange(text, begin, end);
    for (int i = 0; i < line.length; i++) {
      if (isBreak((char) line[i])) {
        line[i] = ' ';
      }
    }
    return line;
  }

  private static boolean isBreak(char character) {
    return character == '\r' || character == '\n';
  }
}
