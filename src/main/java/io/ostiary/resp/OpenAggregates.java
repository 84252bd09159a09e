package io.ostiary.resp;

import java.util.Arrays;

/**
 * The aggregates of a reply that have begun and not ended, and what each of them still awaits.
 * Belongs to one event loop.
 */
final class OpenAggregates {

  static final int MAX_DEPTH = 128;

  private static final int FIRST_DEPTH = 4;

  // Bits of a frame without length.
  private static final int VALUE_IS_OWED = 1; // an attribute was read, and not what it is of
  private static final int KEY_HAS_NO_VALUE = 2;
  private static final int IS_MAP = 4;

  // The first frame is the reply itself, the others are aggregates. Each is how many values are
  // missing, or, of an aggregate that goes on until its end is read, its bits inverted: negative.
  private int[] frames = new int[FIRST_DEPTH];
  private int depth;
  private final int maxDepth;

  OpenAggregates(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  int maxDepth() {
    return maxDepth;
  }

  /** Awaits another reply. */
  void clear() {
    if (frames.length > FIRST_DEPTH) {
      frames = new int[FIRST_DEPTH];
    }
    depth = 0;
    frames[0] = 1;
  }

  boolean isEmpty() {
    return depth == 0;
  }

  /** Whether nothing is missing, but perhaps the content of the last string. */
  boolean hasWholeReply() {
    return depth == 0 && frames[0] == 0;
  }

  /** A value was read, or an aggregate that is one begins. */
  void value() {
    int frame = frames[depth];
    if (frame > 0) {
      frames[depth] = frame - 1;
      return;
    }
    int bits = ~frame & ~VALUE_IS_OWED;
    frames[depth] = ~((bits & IS_MAP) == 0 ? bits : bits ^ KEY_HAS_NO_VALUE);
  }

  /** An attribute begins, which is none of the values that are awaited. */
  void attribute() {
    if (frames[depth] < 0) {
      frames[depth] = ~(~frames[depth] | VALUE_IS_OWED);
    }
  }

  /** Begins an aggregate of so many values; false: it would be nested too deep. */
  boolean begin(int values) {
    return push(values);
  }

  /** Begins one that goes on until {@link #end}; false: it would be nested too deep. */
  boolean beginWithoutLength(boolean isMap) {
    return push(~(isMap ? IS_MAP : 0));
  }

  private boolean push(int frame) {
    if (depth == maxDepth) {
      return false;
    }
    depth++;
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, 2 * frames.length);
    }
    frames[depth] = frame;
    return true;
  }

  /** Ends the innermost, which came without a length; false: nothing can end here. */
  boolean end() {
    int frame = frames[depth];
    if (frame >= 0 || (~frame & (VALUE_IS_OWED | KEY_HAS_NO_VALUE)) != 0) {
      return false;
    }
    depth--;
    return true;
  }

  /** Leaves those that have all their values. */
  void closeFinished() {
    while (depth > 0 && frames[depth] == 0) {
      depth--;
    }
  }
}
