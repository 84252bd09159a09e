package io.ostiary.settings.load;

import java.util.Arrays;

/** The bytes of a configuration file. */
final class FileBytes {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private FileBytes() {}

  /** The same without the mark that some editors put before a text in UTF-8. */
  static byte[] withoutMark(byte[] file) {
    int length = BYTE_ORDER_MARK.length;
    boolean marked =
        file.length >= length && Arrays.equals(file, 0, length, BYTE_ORDER_MARK, 0, length);
    return marked ? Arrays.copyOfRange(file, length, file.length) : file;
  }
}
