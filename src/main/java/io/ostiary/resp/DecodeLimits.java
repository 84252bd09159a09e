package io.ostiary.resp;

/**
 * What a peer may send. Immutable; given with every call, because a password or {@code CONFIG SET}
 * changes it between two requests.
 *
 * @param authenticated whether the peer may use the server: if not, a request has at most 10
 *     arguments of at most 16384 bytes
 * @param maxBulkBytes the most bytes of one argument ({@code proto-max-bulk-len}); at most 2 GiB
 *     are ever taken, whatever is said here
 */
public record DecodeLimits(boolean authenticated, long maxBulkBytes) {

  static final int MAX_ARGUMENTS_BEFORE_LOGIN = 10;
  static final int MAX_BULK_BYTES_BEFORE_LOGIN = 16_384;

  /** Refuses a negative length. */
  public DecodeLimits {
    if (maxBulkBytes < 0) {
      throw new IllegalArgumentException("maxBulkBytes must be 0 or more, was " + maxBulkBytes);
    }
  }
}
