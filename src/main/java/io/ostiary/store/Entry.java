package io.ostiary.store;

import java.util.Comparator;

/** A key with its value and its end of life. Immutable: a change makes another entry. */
final class Entry {

  /** By end of life; among entries of the same moment, by key. */
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

  /** The value itself, not a copy: replies hold it, too, so it is only to be read. */
  byte[] value() {
    return value;
  }

  /** The last moment of its life in milliseconds since the epoch, or {@link Deadline#NEVER}. */
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
