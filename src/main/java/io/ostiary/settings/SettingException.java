package io.ostiary.settings;

/**
 * A value that a directive does not take. From {@link Directive#parse} and from an applier the
 * message is the reason alone, in Redis's words where Redis has words for it; from {@link
 * LiveSettings#change} it is the whole answer to {@code CONFIG SET}, without the error code.
 */
public final class SettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String directive;

  /** A refusal of {@code directive}'s value, for this reason. */
  public SettingException(String directive, String reason) {
    super(reason);
    this.directive = directive;
  }

  SettingException(String directive, String answer, SettingException cause) {
    super(answer, cause);
    this.directive = directive;
  }

  /** The name of the directive, or what was given as one. */
  public String directive() {
    return directive;
  }
}
