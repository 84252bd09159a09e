package io.ostiary.gateway;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a command does with its keys, as COMMAND tells. Immutable.
 *
 * @param isKey whether it is one, and not a channel that is placed like one
 * @param reads whether it tells what a key holds
 * @param writes whether it changes what a key holds
 * @param varies whether that depends on the arguments
 */
record KeyUse(boolean isKey, boolean reads, boolean writes, boolean varies) {

  /** Of servers that do not tell, by the command's own flags. */
  static KeyUse byFlags(Set<String> flags) {
    return new KeyUse(true, true, !flags.contains("readonly"), false);
  }

  /** By the flags of a key specification. */
  static KeyUse of(Reply flags) {
    Set<String> words = words(flags);
    return new KeyUse(
        !words.contains("not_key"),
        words.contains("access"),
        words.contains("update") || words.contains("insert") || words.contains("delete"),
        words.contains("variable_flags"));
  }

  static Set<String> words(Reply flags) {
    return flags instanceof AggregateReply all
        ? all.elements().stream().map(Backend::text).collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }
}
