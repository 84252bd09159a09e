package io.ostiary.acl;

/** A rule that makes no sense; the message is Redis's text on why. It carries no stack trace. */
final class RuleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RuleException(String message) {
    super(message, null, false, false);
  }

  static RuleException syntax() {
    return new RuleException("Syntax error");
  }

  static RuleException unknownCommand() {
    return new RuleException("Unknown command or category name in ACL");
  }

  static RuleException argumentOfSubcommand() {
    return new RuleException("Allowing first-arg of a subcommand is not supported");
  }

  static RuleException keysAfterAll() {
    return afterAll("allkeys", "resetkeys", "patterns");
  }

  static RuleException channelsAfterAll() {
    return afterAll("allchannels", "resetchannels", "channels");
  }

  private static RuleException afterAll(String all, String reset, String what) {
    return new RuleException(
        "Adding a pattern after the * pattern (or the '"
            + all
            + "' flag) is not valid and does not have any effect. Try '"
            + reset
            + "' to start with an empty list of "
            + what);
  }

  static RuleException wrongHash() {
    return new RuleException(
        "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
            + " characters");
  }

  static RuleException noSuchPassword() {
    return new RuleException("The password you are trying to remove from the user does not exist");
  }

  static RuleException database() {
    return new RuleException("The database id must be a number from 0 to 2147483647");
  }
}
