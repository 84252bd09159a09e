package io.ostiary.command;

import io.ostiary.resp.Request;
import java.util.List;
import java.util.function.Supplier;

/**
 * A section of INFO, or a part of one: those of one name are shown as one, in their order.
 *
 * @param name as clients ask for it, in any case, and as its heading shows it: {@code Stats}
 * @param lines gives its lines, {@code field:value} each with CR LF; asked each time it is shown,
 *     from any thread
 */
public record InfoSection(String name, Supplier<String> lines) {

  private static final List<String> EVERYTHING = List.of("default", "all", "everything");

  /** Whether an INFO asks for it. */
  public boolean isWantedBy(Request info) {
    for (int i = 1; i < info.count(); i++) {
      int word = i;
      if (info.is(i, name) || EVERYTHING.stream().anyMatch(all -> info.is(word, all))) {
        return true;
      }
    }
    return info.count() == 1;
  }
}
