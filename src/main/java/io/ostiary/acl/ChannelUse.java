package io.ostiary.acl;

import io.ostiary.resp.Request;

/** Which arguments of a command are channels. */
enum ChannelUse {
  NONE,
  /** The first is one. */
  PUBLISH,
  /** All are. */
  SUBSCRIBE,
  /** All are patterns of such. */
  PSUBSCRIBE;

  /** To unsubscribe needs no permission. */
  static ChannelUse of(String command) {
    return switch (command) {
      case "publish", "spublish" -> PUBLISH;
      case "subscribe", "ssubscribe" -> SUBSCRIBE;
      case "psubscribe" -> PSUBSCRIBE;
      default -> NONE;
    };
  }

  /** The first channel that rules do not allow; null if they allow all. */
  Refusal judge(ChannelRules rules, Request request) {
    int end = this == NONE ? 0 : this == PUBLISH ? Math.min(2, request.count()) : request.count();
    for (int i = 1; i < end; i++) {
      if (!rules.allow(request.bytes(i), this == PSUBSCRIBE)) {
        return new Refusal(Denial.CHANNEL, i);
      }
    }
    return null;
  }
}
