package io.ostiary.acl;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Secret;
import io.ostiary.settings.Settings;
import java.util.List;

/** What {@code requirepass} says of the default user. Safe from any thread. */
final class DefaultUser {

  private final LiveSettings settings;
  private final Users users;

  DefaultUser(LiveSettings settings, Users users) {
    this.settings = settings;
    this.users = users;
  }

  /** The rules of the default user where nothing but {@code requirepass} says any. */
  UserRules initial() {
    return with(UserRules.UNRESTRICTED, settings.now());
  }

  private UserRules with(UserRules rules, Settings now) {
    Secret password = now.get(Directives.REQUIREPASS);
    List<String> changes =
        password.isEmpty()
            ? List.of("nopass")
            : List.of("resetpass", ">" + Latin.text(password.bytes()));
    return WrongRule.apply(rules, changes, users.context());
  }

  /** A new password is in force. */
  void follow(Settings now) {
    synchronized (users) {
      users.standard().rules(with(users.standard().rules(), now));
    }
  }

  /** Refuses rules with which nobody is asked for the password that is configured. */
  void check(UserRules rules) throws AclFileException {
    boolean asks = !settings.now().get(Directives.REQUIREPASS).isEmpty();
    if (asks && rules.isOn() && rules.needsNoPassword()) {
      throw new AclFileException(
          "requirepass is set, but by its rules the user 'default' needs no password; take nopass"
              + " out of its rules, or requirepass out of the configuration");
    }
  }
}
