package io.ostiary.acl;

import io.ostiary.client.ClientUser;

/**
 * One user, from when it is made to when it is deleted. Shared by all event loops and safe: who
 * judges takes the rules of the moment.
 */
final class AclUser implements ClientUser {

  private final String name;
  private volatile UserRules rules;
  private volatile boolean gone;

  AclUser(String name, UserRules rules) {
    this.name = name;
    this.rules = rules;
  }

  @Override
  public String name() {
    return name;
  }

  UserRules rules() {
    return rules;
  }

  void rules(UserRules changed) {
    rules = changed;
  }

  /** Whether it was deleted: its clients are closed, and no client logs in as it any more. */
  boolean isGone() {
    return gone;
  }

  void goes() {
    gone = true;
  }
}
