package io.ostiary.acl;

import io.ostiary.command.CommandFacts;
import io.ostiary.resp.Request;

/** Judges the keys of one request, one after the other. */
final class KeyJudge implements CommandFacts.KeyVisitor {

  private static final int NONE = -1;

  private final KeyRules rules;
  private final Request request;
  private int refused = NONE;

  private KeyJudge(KeyRules rules, Request request) {
    this.rules = rules;
    this.request = request;
  }

  /** The first key that rules do not allow; null if they allow all. */
  static Refusal judge(KeyRules rules, CommandFacts command, Request request) {
    KeyJudge judge = new KeyJudge(rules, request);
    command.visitKeys(request, judge);
    return judge.refused == NONE ? null : new Refusal(Denial.KEY, judge.refused);
  }

  @Override
  public void key(int position, boolean reads, boolean writes) {
    if (refused == NONE && !rules.allow(request, position, reads, writes)) {
      refused = position;
    }
  }

  @Override
  public void anyKeys(int position, boolean writes) {
    if (refused == NONE && (writes || !rules.allowReadingAll())) {
      refused = position;
    }
  }
}
