package io.ostiary.command;

import io.ostiary.resp.Request;
import java.util.List;

/**
 * Things by their names, such as commands. Immutable and safe from any thread. A look-up compares
 * the request's own bytes, in any case, eight at once, and makes no object.
 *
 * @param <T> what is looked up
 */
public final class NameIndex<T extends NameIndex.Named> {

  /** What has a name. */
  public interface Named {

    /** Its name, in lower case. */
    String name();
  }

  private final Named[] slots;
  private final long[] tails; // of the names in the slots

  /**
   * An index of these.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public NameIndex(List<T> named) {
    // A power of two, at most a quarter full: most look-ups end at the first slot.
    this.slots = new Named[Integer.highestOneBit(Math.max(4, named.size() * 4)) * 2];
    this.tails = new long[slots.length];
    named.forEach(this::insert);
  }

  /** What an argument of a request names, or null: the hot path makes no Optional. */
  @SuppressWarnings("unchecked") // Only what is of the type is inserted.
  public T find(Request request, int argument) {
    long tail = request.foldedTail(argument);
    int length = request.length(argument);
    int slot = slot(tail, length);
    while (slots[slot] != null && !isNamed(slot, tail, length, request, argument)) {
      slot = next(slot);
    }
    return (T) slots[slot];
  }

  private boolean isNamed(int slot, long tail, int length, Request request, int argument) {
    String name = slots[slot].name();
    return tails[slot] == tail
        && name.length() == length
        && (length <= Long.BYTES || request.is(argument, name));
  }

  private void insert(T named) {
    String name = named.name();
    long tail = Request.foldedTail(name);
    int slot = slot(tail, name.length());
    while (slots[slot] != null) {
      if (slots[slot].name().equals(name)) {
        throw new IllegalArgumentException(
            "there is a command '" + name + "' already; each name is taken once");
      }
      slot = next(slot);
    }
    slots[slot] = named;
    tails[slot] = tail;
  }

  /** Where a name belongs that is so long and ends so. */
  private int slot(long tail, int length) {
    long mixed = (tail + length) * 0x9e37_79b9_7f4a_7c15L; // odd, its bits in no pattern
    return (int) (mixed >>> Integer.SIZE) & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
