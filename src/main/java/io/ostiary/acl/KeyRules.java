package io.ostiary.acl;

import io.ostiary.resp.Glob;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which keys may be read and written: all, or those that patterns match. Immutable. */
final class KeyRules {

  static final KeyRules ALL = new KeyRules(true, List.of());
  static final KeyRules NONE = new KeyRules(false, List.of());

  private record Pattern(String text, boolean reads, boolean writes, Glob glob) {

    Pattern and(Pattern other) {
      return new Pattern(text, reads || other.reads, writes || other.writes, glob);
    }

    @Override
    public String toString() {
      return (reads && writes ? "~" : reads ? "%R~" : "%W~") + text;
    }
  }

  private final boolean all;
  private final List<Pattern> patterns;

  private KeyRules(boolean all, List<Pattern> patterns) {
    this.all = all;
    this.patterns = patterns;
  }

  boolean allowAll() {
    return all;
  }

  /** Whether any key may be read, whatever it is called. */
  boolean allowReadingAll() {
    return all || patterns.stream().anyMatch(one -> one.reads() && one.text().equals("*"));
  }

  /** With a rule that begins with ~ or %. */
  KeyRules with(String rule) {
    int tilde = rule.indexOf('~');
    if (tilde < 0 || Latin.hasSpace(rule)) {
      throw RuleException.syntax();
    }
    boolean plain = tilde == 0;
    boolean reads = plain;
    boolean writes = plain;
    for (char one : rule.substring(plain ? 0 : 1, tilde).toCharArray()) {
      reads |= one == 'R' || one == 'r';
      writes |= one == 'W' || one == 'w';
      if ("RrWw".indexOf(one) < 0) {
        throw RuleException.syntax();
      }
    }
    if (!reads && !writes) {
      throw RuleException.syntax();
    }
    return with(rule.substring(tilde + 1), reads, writes);
  }

  private KeyRules with(String text, boolean reads, boolean writes) {
    if (reads && writes && text.equals("*")) {
      return ALL;
    }
    if (all) {
      throw RuleException.keysAfterAll();
    }
    Pattern added = new Pattern(text, reads, writes, Glob.of(Latin.bytes(text)));
    List<Pattern> changed = new ArrayList<>(patterns);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).text().equals(text)) {
        changed.set(i, changed.get(i).and(added));
        return new KeyRules(false, List.copyOf(changed));
      }
    }
    changed.add(added);
    return new KeyRules(false, List.copyOf(changed));
  }

  /** Whether the key in this place of a request may be used so. */
  boolean allow(Request request, int position, boolean reads, boolean writes) {
    if (all) {
      return true;
    }
    byte[] key = request.bytes(position);
    for (int i = 0; i < patterns.size(); i++) {
      Pattern pattern = patterns.get(i);
      if ((pattern.reads() || !reads)
          && (pattern.writes() || !writes)
          && pattern.glob().matches(key)) {
        return true;
      }
    }
    return false;
  }

  /** As ACL LIST shows them; empty where there is none. */
  @Override
  public String toString() {
    return all ? "~*" : patterns.stream().map(Pattern::toString).collect(Collectors.joining(" "));
  }
}
