package io.ostiary.resp;

/** Upper and lower case as the protocol means them: the 26 letters, whatever the locale. */
final class Ascii {

  private Ascii() {}

  static int lower(int character) {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
  }
}
