package io.ostiary.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes PKCS#8, the one form of private keys that Java reads, of the forms before it: the key as it
 * is, with the name of its algorithm before it (RFC 5958). DER throughout (X.690).
 */
final class Pkcs8 {

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int EC_PARAMETERS = 0xa0;

  private static final byte[] VERSION_0 = {INTEGER, 1, 0};

  /** The name rsaEncryption, and no parameters (RFC 8017). */
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

  /** The name id-ecPublicKey; its parameters, the name of the curve, come behind (RFC 5480). */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Pkcs8() {}

  /** Of an RSA key in PKCS#1. */
  static byte[] ofPkcs1(byte[] key) {
    return wrap(RSA, key);
  }

  /**
   * Of an EC key as SEC 1 and RFC 5915 have it, which names its curve.
   *
   * @throws IllegalArgumentException if it does not
   */
  static byte[] ofSec1(byte[] key) {
    int at = contentStart(key, 0);
    while (at < key.length && (key[at] & 0xff) != EC_PARAMETERS) {
      at = end(key, at); // the version, and the key
    }
    if (at >= key.length) {
      throw new IllegalArgumentException("an EC key that does not name its curve");
    }
    byte[] curve = Arrays.copyOfRange(key, contentStart(key, at), end(key, at));
    return wrap(joined(EC, curve), key);
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return element(
        SEQUENCE, joined(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    // As short as it can be; no key is longer than two bytes can tell.
    if (content.length >= 0x100) {
      bytes.write(0x82);
      bytes.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      bytes.write(0x81);
    }
    bytes.write(content.length);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  // Where the content of the element at an index begins, and where it ends

  private static int contentStart(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int end(byte[] der, int at) {
    int start = contentStart(der, at);
    int length = der[at + 1] & 0xff;
    if (length >= 0x80) {
      length = 0;
      for (int i = at + 2; i < start; i++) {
        length = (length << 8) | (der[i] & 0xff);
      }
    }
    return start + length;
  }
}
