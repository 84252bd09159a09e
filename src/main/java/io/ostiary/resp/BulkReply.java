package io.ostiary.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A string of bytes; see {@link Reply#bulk(byte[])}. Equal to another of the same bytes. */
public final class BulkReply implements Reply {

  private final byte[] bytes;

  BulkReply(byte[] bytes) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
  }

  /** The bytes themselves, not a copy: they are only to be read. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BulkReply that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Bulk[" + new String(bytes, StandardCharsets.UTF_8) + "]";
  }
}
