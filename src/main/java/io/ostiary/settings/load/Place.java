package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import java.util.Optional;

/**
 * Where a directive stands in a configuration, and the text that stands there. Immutable. The
 * exceptions it makes tell the whole story and hold no secret.
 *
 * @param name the place: a file with the number of a line, the environment, the command line
 * @param text what stands there; it may hold a secret
 * @param notation how it is written there
 */
record Place(String name, String text, Notation notation) {

  private static final int LONGEST_QUOTATION = 200;

  static Place line(String file, int number, String text, Notation notation) {
    return new Place(file + ", line " + number, text.strip(), notation);
  }

  /** The place in words, with the "in" or "on" that goes before it. */
  String where() {
    return (notation == Notation.COMMAND_LINE ? "on " : "in ") + name;
  }

  /** The complaint that {@code directive} does not take the value it has here. */
  ConfigurationException badValue(Directive<?> directive) {
    return wrong(right(directive));
  }

  /** The same with the reason, where that says more. */
  ConfigurationException badValue(Directive<?> directive, String reason) {
    return directive.explainsRefusals()
        ? wrong(reason + "; " + right(directive))
        : badValue(directive);
  }

  private String right(Directive<?> directive) {
    return notation.name(directive.name())
        + " takes "
        + directive.expected()
        + ", for example: "
        + notation.example(directive.name(), directive.example());
  }

  /** The complaint that neither Ostiary nor any Redis has a directive of this name. */
  ConfigurationException unknown(String directive) {
    Optional<String> nearest = RedisDirectives.nearest(directive);
    String suggestion =
        nearest
            .map(known -> "did you mean " + notation.name(known) + "?")
            .orElse("--help lists what there is");
    String advice =
        "neither Ostiary nor Redis knows "
            + printable(notation.name(directive))
            + "; "
            + suggestion;
    // After a mistyped name of a secret there still is a secret.
    boolean secret = nearest.filter(Secrets::contains).isPresent();
    return complaint(secret ? Secrets.hideAfter(notation.name(directive), text) : text, advice);
  }

  /** A complaint about what stands here; {@code advice} says what would be right. */
  ConfigurationException wrong(String advice) {
    return complaint(text, advice);
  }

  private ConfigurationException complaint(String shown, String advice) {
    return new ConfigurationException(
        "bad configuration " + where() + ":\n  " + quotation(shown) + "\n" + advice);
  }

  private static String quotation(String text) {
    return printable(Secrets.hide(text));
  }

  private static String printable(String text) {
    // A file that is no text at all must not reach the terminal as it is.
    String harmless = text.replaceAll("\\p{Cntrl}", "?");
    return harmless.length() <= LONGEST_QUOTATION
        ? harmless
        : harmless.substring(0, LONGEST_QUOTATION) + "...";
  }
}
