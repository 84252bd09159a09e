package io.ostiary.settings.load;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The directives of Redis that protect a server and that Ostiary does not have yet. One that is
 * ignored would leave open what its owner believes closed, so it ends the start; only a value that
 * turns the protection off may pass.
 */
final class UnsupportedGuards {

  private static final List<String> SUBSCRIBERS_BY_DEFAULT = List.of("32mb", "8mb", "60");

  private static final List<Guard> GUARDS =
      List.of(
          new Guard(
              "maxmemory-clients",
              UnsupportedGuards::isOff,
              "bound what clients may send and how many there are by client-query-buffer-limit and"
                  + " maxclients"),
          new Guard(
              "client-output-buffer-limit",
              UnsupportedGuards::limitsAsItIs,
              "bound how many clients there are by maxclients"));

  private UnsupportedGuards() {}

  /**
   * Refuses a directive that protects and is not supported.
   *
   * @param name a directive that Redis knows and Ostiary has not
   * @throws io.ostiary.settings.ConfigurationException if it is one and its value is not harmless
   */
  static void check(String name, List<String> words, Place place) {
    for (Guard guard : GUARDS) {
      if (guard.name().matcher(name).matches() && !guard.harmless().test(words)) {
        throw place.wrong(
            place.notation().name(name)
                + " is not supported yet, and ignoring it would leave the server less protected than"
                + " this says; remove it, and "
                + guard.instead());
      }
    }
  }

  private static boolean isOff(List<String> words) {
    return words.size() == 1 && Set.of("", "no", "0").contains(words.get(0));
  }

  /**
   * Whether these limits ask for nothing that is not done. Subscribers are closed at the hard limit
   * of Redis's default, whatever a file says; replicas cannot be clients here.
   */
  private static boolean limitsAsItIs(List<String> words) {
    for (int i = 0; i + 3 < words.size(); i += 4) {
      List<String> limits =
          words.subList(i + 1, i + 4).stream().map(UnsupportedGuards::lower).toList();
      boolean unlimited = limits.get(0).equals("0") && limits.get(1).equals("0");
      boolean harmless =
          switch (lower(words.get(i))) {
            case "normal" -> unlimited;
            case "pubsub" -> unlimited || limits.equals(SUBSCRIBERS_BY_DEFAULT);
            default -> true;
          };
      if (!harmless) {
        return false;
      }
    }
    return words.size() % 4 == 0;
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private record Guard(Pattern name, Predicate<List<String>> harmless, String instead) {

    Guard(String name, Predicate<List<String>> harmless, String instead) {
      this(Pattern.compile(name, Pattern.CASE_INSENSITIVE), harmless, instead);
    }
  }
}
