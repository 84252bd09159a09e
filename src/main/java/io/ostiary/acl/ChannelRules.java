package io.ostiary.acl;

import io.ostiary.resp.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which channels may be used: all, or those that patterns match. Immutable. */
final class ChannelRules {

  static final ChannelRules ALL = new ChannelRules(true, List.of());
  static final ChannelRules NONE = new ChannelRules(false, List.of());

  private record Pattern(String text, Glob glob) {}

  private final boolean all;
  private final List<Pattern> patterns;

  private ChannelRules(boolean all, List<Pattern> patterns) {
    this.all = all;
    this.patterns = patterns;
  }

  /** All or none. */
  static ChannelRules of(boolean all) {
    return all ? ALL : NONE;
  }

  boolean allowAll() {
    return all;
  }

  /** With a rule that begins with an ampersand. */
  ChannelRules with(String rule) {
    String text = rule.substring(1);
    if (text.equals("*")) {
      return ALL;
    }
    if (Latin.hasSpace(text)) {
      throw RuleException.syntax();
    }
    if (all) {
      throw RuleException.channelsAfterAll();
    }
    if (patterns.stream().anyMatch(pattern -> pattern.text().equals(text))) {
      return this;
    }
    List<Pattern> changed = new ArrayList<>(patterns);
    changed.add(new Pattern(text, Glob.of(Latin.bytes(text))));
    return new ChannelRules(false, List.copyOf(changed));
  }

  /**
   * Whether a channel may be used.
   *
   * @param isPattern whether it is a pattern to subscribe to: that has to be one of the rules' own,
   *     as it cannot be told what else it matches
   */
  boolean allow(byte[] channel, boolean isPattern) {
    return all
        || patterns.stream()
            .anyMatch(
                pattern ->
                    isPattern
                        ? pattern.text().equals(Latin.text(channel))
                        : pattern.glob().matches(channel));
  }

  /** The patterns as ACL GETUSER shows them; empty where there is none. */
  @Override
  public String toString() {
    return all
        ? "&*"
        : patterns.stream().map(one -> "&" + one.text()).collect(Collectors.joining(" "));
  }

  /** The rules that make them, as ACL LIST shows them. */
  String rules() {
    return all ? "&*" : patterns.isEmpty() ? "resetchannels" : "resetchannels " + this;
  }
}
