package io.ostiary.settings.load;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps passwords out of messages. */
final class Secrets {

  // Redis's own too: a file made for Redis holds them, and its lines may be shown.
  private static final Set<String> NAMES =
      Set.of(
          "requirepass",
          "masterauth",
          "primaryauth",
          "tls-key-file-pass",
          "tls-client-key-file-pass");
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![a-z])("
              + String.join("|", NAMES).replace("-", "[-_]")
              + ")(?![a-z])"
              // The names of the others that begin with it go on with a hyphen.
              + "|(?<![a-z])upstream(?![a-z_-])|(?:^|[\"'{,\\s_]|--)user(?=[\"'\\s:=])",
          Pattern.CASE_INSENSITIVE);
  // What stands before the @ of a URL, under whatever name it was given.
  private static final Pattern LOGIN = Pattern.compile("://.*@");
  private static final String HIDDEN = " ***";

  private Secrets() {}

  /**
   * The text up to and with the first name of a secret, as all that follows may be the secret; and
   * without what a URL has before its host.
   */
  static String hide(String text) {
    Matcher name = NAME.matcher(text);
    String shown = name.find() ? text.substring(0, name.end()) + HIDDEN : text;
    return LOGIN.matcher(shown).replaceAll("://***@");
  }

  /** Hides what follows {@code name} as well, which is not the name of a secret. */
  static String hideAfter(String name, String text) {
    int at = text.toLowerCase(Locale.ROOT).indexOf(name.toLowerCase(Locale.ROOT));
    return at < 0 ? HIDDEN.strip() : text.substring(0, at + name.length()) + HIDDEN;
  }

  /** Whether the value of this directive is a secret. */
  static boolean contains(String name) {
    return NAMES.contains(name) || name.equals("upstream");
  }
}
