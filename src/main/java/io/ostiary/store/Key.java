package io.ostiary.store;

import io.ostiary.resp.Request;
import java.util.Arrays;

/**
 * A key: any bytes, compared as bytes. Comparable, so that a hash map stays fast when a client
 * chooses keys whose hashes collide. Immutable, except for a {@link #probe}.
 */
final class Key implements Comparable<Key> {

  /** The longest key that a probe has room for; nearly all are shorter. */
  static final int PROBE_BYTES = 64;

  private final byte[] bytes; // may be longer than the key
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

  /** A key of an argument. */
  static Key of(Request request, int argument) {
    return new Key(request.bytes(argument));
  }

  /** The entry's own key if there is an entry, else a new key of that argument. */
  static Key of(Request request, int argument, Entry old) {
    return old == null ? of(request, argument) : old.key();
  }

  /** A reusable key for lookups only; must not be stored. */
  static Key probe() {
    return new Key(new byte[PROBE_BYTES]);
  }

  /** Sets a probe to an argument and returns it; returns a new key if it does not fit. */
  Key become(Request request, int argument) {
    int count = request.length(argument);
    if (count > bytes.length) {
      return of(request, argument);
    }
    request.copyTo(argument, bytes);
    measure(count);
    return this;
  }

  /** The bytes themselves; must not be changed. */
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
