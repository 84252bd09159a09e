package io.ostiary.command;

import io.ostiary.resp.Request;

/** What commands do with their key where their arguments decide it. */
public final class VariableKeys {

  private VariableKeys() {}

  /** Whether SET or BITFIELD reads its key. */
  public static boolean read(String name, Request request) {
    return !name.equals("set") || has(request, "GET");
  }

  /** Whether SET or BITFIELD changes its key. */
  public static boolean write(String name, Request request) {
    return !name.equals("bitfield") || has(request, "SET") || has(request, "INCRBY");
  }

  // A word in the place of a value counts as well: that asks for too much, never for too little.
  private static boolean has(Request request, String word) {
    int first = request.is(0, "SET") ? 3 : 2;
    for (int i = first; i < request.count(); i++) {
      if (request.is(i, word)) {
        return true;
      }
    }
    return false;
  }
}
