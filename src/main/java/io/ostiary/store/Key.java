package io.ostiary.store;

import io.ostiary.resp.Request;
import java.util.Arrays;

/**
 * A key: any bytes, compared as bytes. It can be ordered so that a map stays quick even when a
 * client chooses keys whose hashes collide.
 */
final class Key implements Comparable<Key> {

  private final byte[] bytes;
  private final int hash;

  private Key(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** The key that an argument is. */
  static Key of(Request request, int argument) {
    return new Key(request.bytes(argument));
  }

  /** The bytes themselves, only to be read. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key that && hash == that.hash && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
