package io.ostiary.store;

import io.ostiary.resp.Request;
import java.util.Arrays;

/**
 * A key: any bytes, compared as bytes. It can be ordered so that a map stays quick even when a
 * client chooses keys whose hashes collide. Immutable, but for a {@link #probe}.
 */
final class Key implements Comparable<Key> {

  /** The longest key that a probe has room for: nearly all are shorter. */
  static final int PROBE_BYTES = 64;

  private final byte[] bytes; // only the beginning of it counts
  private int length;
  private int hash;

  private Key(byte[] bytes) {
    this.bytes = bytes;
    measure(bytes.length);
  }

  private void measure(int count) {
    int sum = 1;
    for (int i = 0; i < count; i++) {
      sum = 31 * sum + bytes[i];
    }
    length = count;
    hash = sum;
  }

  /** The key that an argument is. */
  static Key of(Request request, int argument) {
    return new Key(request.bytes(argument));
  }

  /** The key that an argument is, which this entry has already if there is one. */
  static Key of(Request request, int argument, Entry old) {
    return old == null ? of(request, argument) : old.key();
  }

  /** A key to look others up with, without making one each time. Never to be entered anywhere. */
  static Key probe() {
    return new Key(new byte[PROBE_BYTES]);
  }

  /** Of a probe: itself as the key that an argument is, or a new one where it has no room. */
  Key become(Request request, int argument) {
    int count = request.length(argument);
    if (count > bytes.length) {
      return of(request, argument);
    }
    request.copyTo(argument, bytes);
    measure(count);
    return this;
  }

  /** The bytes themselves, only to be read. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key that
        && hash == that.hash
        && Arrays.equals(bytes, 0, length, that.bytes, 0, that.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
