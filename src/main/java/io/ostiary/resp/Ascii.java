package io.ostiary.resp;

/** Upper and lower case as the protocol means them: the 26 letters, whatever the locale. */
final class Ascii {

  private static final long EACH = 0x01_01_01_01_01_01_01_01L;
  private static final long EIGHTH_BITS = EACH << 7;

  private Ascii() {}

  static int lower(int character) {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
  }

  /** The same of eight characters at once, one in each byte. */
  static long lowerEight(long characters) {
    // Seven bits of each, so that the eighth takes what the sums carry, and no neighbour does.
    long low = characters & ~EIGHTH_BITS;
    long fromA = low + (0x80 - 'A') * EACH;
    long beyondZ = low + (0x80 - 'Z' - 1) * EACH;
    long capitals = fromA & ~beyondZ & ~characters & EIGHTH_BITS;
    return characters | (capitals >>> 2); // 0x80 becomes 0x20, which is 'a' - 'A'
  }
}
