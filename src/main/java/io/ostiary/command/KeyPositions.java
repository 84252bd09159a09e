package io.ostiary.command;

/**
 * Where a command's keys are among its arguments.
 *
 * @param first the first key's position, 0 for a command without keys
 * @param last the last key's, negative to count from the end
 * @param step how far keys lie apart
 */
public record KeyPositions(int first, int last, int step) {

  static final KeyPositions NONE = new KeyPositions(0, 0, 0);
}
