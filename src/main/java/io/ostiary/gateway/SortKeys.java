package io.ostiary.gateway;

import io.ostiary.command.CommandFacts.KeyVisitor;
import io.ostiary.resp.Request;

/** The keys that SORT uses beside the one it sorts, which its key specifications do not tell. */
final class SortKeys {

  private SortKeys() {}

  static void visit(Request request, KeyVisitor visitor) {
    int at = 2;
    while (at < request.count()) {
      boolean hasWord = at + 1 < request.count();
      if (request.is(at, "LIMIT")) {
        at += 3;
      } else if (hasWord && request.is(at, "STORE")) {
        visitor.key(at + 1, false, true);
        at += 2;
      } else if (hasWord && (request.is(at, "BY") || request.is(at, "GET"))) {
        if (namesKeys(request, at + 1)) {
          visitor.anyKeys(at + 1, false);
        }
        at += 2;
      } else {
        at++;
      }
    }
  }

  /** Each star in it stands for an element; what has none is the same for all, or the element. */
  private static boolean namesKeys(Request request, int position) {
    for (int i = 0; i < request.length(position); i++) {
      if (request.byteAt(position, i) == '*') {
        return true;
      }
    }
    return request.is(position - 1, "GET") && !request.is(position, "#");
  }
}
