package io.ostiary.store;

/** A heap whose figures a test sets. */
final class FakeHeap implements Heap {

  long max = 1000;
  long committed = 1000;
  long oldMax = 1000;
  long left;
  long leftByTheNext;
  int looks;
  int collections;

  @Override
  public long maxBytes() {
    return max;
  }

  @Override
  public long committedBytes() {
    looks++;
    return committed;
  }

  @Override
  public long usedBytes() {
    return committed / 2;
  }

  @Override
  public long oldMaxBytes() {
    return oldMax;
  }

  @Override
  public long oldBytesAfterCollection() {
    return left;
  }

  @Override
  public void collect() {
    collections++;
    left = leftByTheNext;
  }
}
