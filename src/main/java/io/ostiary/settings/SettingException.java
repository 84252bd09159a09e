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

  private SettingException(String directive, String answer, SettingException cause) {
    super(answer, cause);
    this.directive = directive;
  }

  /** The same refusal as the answer to {@code CONFIG SET}. */
  SettingException asAnswer(String name) {
    return new SettingException(
        name,
        "CONFIG SET failed (possibly related to argument '" + name + "') - " + getMessage(),
        this);
  }

  /** The name of the directive, or what was given as one. */
  public String directive() {
    return directive;
  }
}
