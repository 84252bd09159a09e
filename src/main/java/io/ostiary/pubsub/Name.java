package io.ostiary.pubsub;

import io.ostiary.resp.Reply;
import java.util.Arrays;

/**
 * The name of a channel, or a pattern: any bytes, compared as bytes. It can be ordered so that a
 * map stays quick even when a client chooses names whose hashes collide. Immutable.
 */
final class Name implements Comparable<Name> {

  private final byte[] bytes;
  private final int hash;

  /** The array is given up. */
  Name(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** The bytes themselves, only to be read. */
  byte[] bytes() {
    return bytes;
  }

  Reply reply() {
    return Reply.bulk(bytes);
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name that && hash == that.hash && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
