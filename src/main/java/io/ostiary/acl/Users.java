package io.ostiary.acl;

import io.ostiary.client.ClientUser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * All users by name. Shared by all event loops and safe: changes wait for each other, and a reader
 * sees each whole or not at all.
 */
final class Users {

  static final String DEFAULT = ClientUser.DEFAULT.name();

  private final AclUser standard = new AclUser(DEFAULT, UserRules.UNRESTRICTED);
  private final Map<String, AclUser> byName = new ConcurrentHashMap<>(Map.of(DEFAULT, standard));
  private final BooleanSupplier allChannels;
  private volatile Catalogue catalogue;

  /**
   * The default user alone.
   *
   * @param allChannels whether a new user may use every channel
   */
  Users(Catalogue catalogue, BooleanSupplier allChannels) {
    this.catalogue = catalogue;
    this.allChannels = allChannels;
  }

  /** Who every client is that has not logged in as another. */
  AclUser standard() {
    return standard;
  }

  /** Whom a client acts as: one that is not of this table acts as the default user. */
  AclUser of(ClientUser identity) {
    return identity instanceof AclUser user ? user : standard;
  }

  Optional<AclUser> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** In the order of their names' bytes. */
  List<AclUser> all() {
    List<AclUser> all = new ArrayList<>(byName.values());
    all.sort(Comparator.comparing(user -> Latin.ofName(user.name())));
    return all;
  }

  RuleContext context() {
    return new RuleContext(catalogue, allChannels.getAsBoolean());
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Gives a user, made now if there was none, further rules: all of them, or none.
   *
   * @throws WrongRule for the first that makes no sense
   */
  synchronized AclUser change(String name, List<String> rules) {
    AclUser known = byName.get(name);
    UserRules before = known == null ? UserRules.of(context()) : known.rules();
    UserRules after = WrongRule.apply(before, rules, context());
    if (known != null) {
      known.rules(after);
      return known;
    }
    AclUser made = new AclUser(name, after);
    byName.put(name, made);
    return made;
  }

  /** Gives a user these rules alone. */
  synchronized void set(String name, UserRules rules) {
    byName.computeIfAbsent(name, none -> new AclUser(none, rules)).rules(rules);
  }

  /** Takes a user away; empty if there was none. Never the default user. */
  synchronized Optional<AclUser> remove(String name) {
    AclUser removed = byName.remove(name);
    if (removed != null) {
      removed.goes();
    }
    return Optional.ofNullable(removed);
  }

  /**
   * Puts others in the place of all users. The default user stays, with other rules.
   *
   * @return who has gone
   */
  synchronized List<AclUser> replace(Map<String, UserRules> others) {
    List<AclUser> gone = new ArrayList<>(byName.values());
    gone.remove(standard);
    gone.forEach(AclUser::goes);
    byName.keySet().retainAll(List.of(DEFAULT));
    others.forEach(
        (name, rules) -> {
          if (name.equals(DEFAULT)) {
            standard.rules(rules);
          } else {
            byName.put(name, new AclUser(name, rules));
          }
        });
    return gone;
  }

  /** The commands that there are have changed: what rules say of them is found out anew. */
  synchronized void catalogue(Catalogue changed) {
    catalogue = changed;
    byName.values().forEach(user -> user.rules(user.rules().by(changed)));
  }
}
