package io.ostiary.acl;

import io.ostiary.command.CommandFacts;
import io.ostiary.resp.Request;
import java.util.Locale;

/**
 * Rules that hold together: what they allow, a user may do. Immutable and safe from any thread.
 *
 * @param commands which commands
 * @param keys with which keys
 * @param channels with which channels
 * @param databases in which databases
 */
record Selector(
    CommandRules commands, KeyRules keys, ChannelRules channels, DatabaseRules databases) {

  static final Selector EVERYTHING =
      new Selector(CommandRules.ALL, KeyRules.ALL, ChannelRules.ALL, DatabaseRules.ALL);

  /** Rules that allow nothing, but for the channels that new users are allowed. */
  static Selector of(RuleContext context) {
    ChannelRules channels = ChannelRules.of(context.allChannels());
    return new Selector(CommandRules.NONE, KeyRules.NONE, channels, DatabaseRules.ALL);
  }

  /** Whether they allow everything, also what is to come. */
  boolean allowAll() {
    return commands.allowAll() && keys.allowAll() && channels.allowAll() && databases.allowAll();
  }

  /** What they do not allow of a request; null if they allow all of it. */
  Refusal judge(CommandFacts command, Request request, int selected) {
    if (!command.needsNoPermission() && !commands.allow(command.number(), request)) {
      return new Refusal(Denial.COMMAND, 0);
    }
    Refusal refusal = keys.allowAll() ? null : KeyJudge.judge(keys, command, request);
    if (refusal == null && !channels.allowAll()) {
      refusal = ChannelUse.of(command.originalName()).judge(channels, request);
    }
    return refusal == null && !databases.allowAll()
        ? DatabaseUse.judge(databases, command, request, selected)
        : refusal;
  }

  /** With one rule more. */
  Selector with(String rule, RuleContext context) {
    return switch (rule.toLowerCase(Locale.ROOT)) {
      case "allcommands" -> with(CommandRules.ALL);
      case "nocommands" -> with(CommandRules.NONE);
      case "allkeys" -> with(KeyRules.ALL);
      case "resetkeys" -> with(KeyRules.NONE);
      case "allchannels" -> with(ChannelRules.ALL);
      case "resetchannels" -> with(ChannelRules.NONE);
      case "alldbs" -> with(DatabaseRules.ALL);
      case "resetdbs" -> with(DatabaseRules.NONE);
      default -> withNamed(rule, context);
    };
  }

  private Selector withNamed(String rule, RuleContext context) {
    return switch (rule.isEmpty() ? ' ' : rule.charAt(0)) {
      case '~', '%' -> with(keys.with(rule));
      case '&' -> with(channels.with(rule));
      case '+', '-' -> with(commands.with(rule, context.catalogue()));
      default -> {
        if (!rule.regionMatches(true, 0, "db=", 0, 3)) {
          throw RuleException.syntax();
        }
        yield with(databases.with(rule.substring(3)));
      }
    };
  }

  /** The same rules for a catalogue that has grown. */
  Selector by(Catalogue catalogue) {
    return with(commands.by(catalogue));
  }

  private Selector with(CommandRules changed) {
    return new Selector(changed, keys, channels, databases);
  }

  private Selector with(KeyRules changed) {
    return new Selector(commands, changed, channels, databases);
  }

  Selector with(ChannelRules changed) {
    return new Selector(commands, keys, changed, databases);
  }

  private Selector with(DatabaseRules changed) {
    return new Selector(commands, keys, channels, changed);
  }

  /** The rules that make them, as ACL LIST shows them. */
  @Override
  public String toString() {
    String ofKeys = keys.toString().isEmpty() ? "" : keys + " ";
    String ofDatabases = databases.allowAll() ? "" : databases + " ";
    return ofKeys + channels.rules() + " " + ofDatabases + commands;
  }
}
