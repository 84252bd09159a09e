package io.ostiary.acl;

import io.ostiary.command.CommandFacts;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * How a user logs in and what it may do: what its root selector allows, or one of the others.
 * Immutable and safe from any thread; a change makes new ones.
 */
final class UserRules {

  /** What is said of checking the payload of RESTORE, which is nothing at first. */
  private enum Payload {
    UNSAID(""),
    SANITIZE("sanitize-payload"),
    SKIP("skip-sanitize-payload");

    private final String rule;

    Payload(String rule) {
      this.rule = rule;
    }
  }

  /** Those of the default user until it is given others. */
  static final UserRules UNRESTRICTED =
      new UserRules(true, true, Payload.UNSAID, Passwords.NONE, List.of(Selector.EVERYTHING));

  private final boolean on;
  private final boolean noPassword;
  private final Payload payload;
  private final Passwords passwords;
  private final List<Selector> selectors; // the root first
  private final boolean unrestricted;

  private UserRules(
      boolean on,
      boolean noPassword,
      Payload payload,
      Passwords passwords,
      List<Selector> selectors) {
    this.on = on;
    this.noPassword = noPassword;
    this.payload = payload;
    this.passwords = passwords;
    this.selectors = selectors;
    this.unrestricted = selectors.stream().anyMatch(Selector::allowAll);
  }

  /** Those of a new user: it is off and may do nothing. */
  static UserRules of(RuleContext context) {
    List<Selector> root = List.of(Selector.of(context));
    return new UserRules(false, false, Payload.UNSAID, Passwords.NONE, root);
  }

  /** With one rule more; a {@link RuleException} says what is wrong with it. */
  UserRules with(String rule, RuleContext context) {
    return switch (rule.toLowerCase(Locale.ROOT)) {
      case "" -> this;
      case "on" -> on(true);
      case "off" -> on(false);
      case "nopass" -> passwords(true, Passwords.NONE);
      case "resetpass" -> passwords(false, Passwords.NONE);
      case "sanitize-payload" -> payload(Payload.SANITIZE);
      case "skip-sanitize-payload" -> payload(Payload.SKIP);
      case "clearselectors" -> selectors(selectors.subList(0, 1));
      case "reset" -> of(context).payload(Payload.SANITIZE);
      default -> withNamed(rule, context);
    };
  }

  private UserRules withNamed(String rule, RuleContext context) {
    String value = rule.substring(1);
    return switch (rule.charAt(0)) {
      case '>' -> passwords(false, passwords.with(Passwords.hash(Latin.bytes(value))));
      case '#' -> passwords(false, passwords.with(Passwords.checked(value)));
      case '<' -> passwords(noPassword, passwords.without(Passwords.hash(Latin.bytes(value))));
      case '!' -> passwords(noPassword, passwords.without(Passwords.checked(value)));
      case '(' -> withSelector(rule, context);
      default -> root(selectors.get(0).with(rule, context));
    };
  }

  private UserRules withSelector(String rule, RuleContext context) {
    if (!rule.endsWith(")")) {
      throw RuleException.syntax();
    }
    Selector added = Selector.of(context);
    for (String word : rule.substring(1, rule.length() - 1).split(" ", -1)) {
      if (!word.isEmpty()) {
        added = added.with(word, context);
      }
    }
    List<Selector> changed = new ArrayList<>(selectors);
    changed.add(added);
    return selectors(changed);
  }

  private UserRules on(boolean value) {
    return new UserRules(value, noPassword, payload, passwords, selectors);
  }

  private UserRules passwords(boolean none, Passwords changed) {
    return new UserRules(on, none, payload, changed, selectors);
  }

  private UserRules payload(Payload changed) {
    return new UserRules(on, noPassword, changed, passwords, selectors);
  }

  private UserRules root(Selector changed) {
    List<Selector> all = new ArrayList<>(selectors);
    all.set(0, changed);
    return selectors(all);
  }

  private UserRules selectors(List<Selector> changed) {
    return new UserRules(on, noPassword, payload, passwords, List.copyOf(changed));
  }

  /** The same rules for a catalogue that has grown. */
  UserRules by(Catalogue catalogue) {
    return selectors(selectors.stream().map(selector -> selector.by(catalogue)).toList());
  }

  /** Whether it may log in at all. */
  boolean isOn() {
    return on;
  }

  /** Whether any password is right. */
  boolean needsNoPassword() {
    return noPassword;
  }

  /** Whether a login with a password of this hash is right. */
  boolean accept(String hash) {
    boolean known = passwords.match(hash); // looked at in any case, for the time it takes
    return on && (noPassword || known);
  }

  /** Whether it may do everything, also what is to come. */
  boolean allowAll() {
    return unrestricted;
  }

  /**
   * Why a request may not run; null if it may.
   *
   * @param selected the client's database
   */
  Refusal judge(CommandFacts command, Request request, int selected) {
    Refusal last = null;
    for (int i = 0; i < selectors.size(); i++) {
      Refusal refusal = selectors.get(i).judge(command, request, selected);
      if (refusal == null) {
        return null;
      }
      last = Refusal.later(last, refusal);
    }
    return last;
  }

  /** Whether a channel may be used; see {@link ChannelRules#allow}. */
  boolean allowChannel(byte[] channel, boolean isPattern) {
    return selectors.stream().anyMatch(selector -> selector.channels().allow(channel, isPattern));
  }

  /** Whether every channel may be used. */
  boolean allowAllChannels() {
    return selectors.stream().anyMatch(selector -> selector.channels().allowAll());
  }

  /** The root selector first. */
  List<Selector> selectors() {
    return selectors;
  }

  Passwords passwords() {
    return passwords;
  }

  /** The words that ACL GETUSER calls flags. */
  List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add(on ? "on" : "off");
    if (noPassword) {
      flags.add("nopass");
    }
    if (payload != Payload.UNSAID) {
      flags.add(payload.rule);
    }
    return flags;
  }

  /** All rules as one line, as ACL LIST shows them behind the user's name. */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(" ");
    flags().forEach(line::add);
    passwords.hashes().forEach(hash -> line.add("#" + hash));
    line.add(selectors.get(0).toString());
    selectors.stream().skip(1).forEach(selector -> line.add("(" + selector + ")"));
    return line.toString();
  }
}
