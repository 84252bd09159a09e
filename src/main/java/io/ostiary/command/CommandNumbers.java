package io.ostiary.command;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small number for each command's full name, the same for as long as the process lives, so that
 * what a user may run is a set of bits. Safe from any thread. Only names of a command table get
 * one, never what a client sends.
 */
public final class CommandNumbers {

  /** Of a name that has none. */
  public static final int NONE = -1;

  private static final Map<String, Integer> NUMBERS = new ConcurrentHashMap<>();

  private CommandNumbers() {}

  /** The number of this name, given now if it had none. */
  public static int of(String fullName) {
    synchronized (NUMBERS) {
      Integer known = NUMBERS.get(fullName);
      if (known == null) {
        known = NUMBERS.size();
        NUMBERS.put(fullName, known);
      }
      return known;
    }
  }

  /** The number of this name; {@link #NONE} if it has none. */
  public static int find(String fullName) {
    return NUMBERS.getOrDefault(fullName, NONE);
  }
}
