package io.ostiary.acl;

import java.util.List;

/** One of several rules that makes no sense. It carries no stack trace. */
final class WrongRule extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  private WrongRule(String rule, String reason) {
    super(reason, null, false, false);
    this.rule = rule;
  }

  /** Rules with others behind them. */
  static UserRules apply(UserRules before, List<String> rules, RuleContext context) {
    UserRules after = before;
    for (String rule : rules) {
      try {
        after = after.with(rule, context);
      } catch (RuleException e) {
        throw new WrongRule(rule, e.getMessage());
      }
    }
    return after;
  }

  /** As it was given. */
  String rule() {
    return rule;
  }

  /** As it may be shown to others than who gave it: it may hold a password. */
  String harmless() {
    return rule.startsWith(">") || rule.startsWith("<") ? rule.charAt(0) + "***" : rule;
  }
}
