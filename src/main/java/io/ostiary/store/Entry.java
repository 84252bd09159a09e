package io.ostiary.store;

import java.util.Comparator;

/** A key with its value and its expiry. Immutable: a change makes another entry. */
final class Entry {

  /** By expiry, then by key. */
  static final Comparator<Entry> SOONEST_FIRST =
      Comparator.comparingLong(Entry::deadlineMillis).thenComparing(Entry::key);

  private final Key key;
  private final byte[] value;
  private final long deadlineMillis;

  Entry(Key key, byte[] value, long deadlineMillis) {
    this.key = key;
    this.value = value;
    this.deadlineMillis = deadlineMillis;
  }

  Key key() {
    return key;
  }

  /** The value itself, not a copy; must not be changed, because replies share it. */
  byte[] value() {
    return value;
  }

  /** When it expires, in milliseconds since the epoch, or {@link Deadline#NEVER}. */
  long deadlineMillis() {
    return deadlineMillis;
  }

  boolean expires() {
    return deadlineMillis != Deadline.NEVER;
  }

  boolean hasExpired(long nowMillis) {
    return expires() && deadlineMillis < nowMillis;
  }

  Entry withValue(byte[] changed) {
    return new Entry(key, changed, deadlineMillis);
  }

  Entry withDeadline(long changedMillis) {
    return new Entry(key, value, changedMillis);
  }
}
