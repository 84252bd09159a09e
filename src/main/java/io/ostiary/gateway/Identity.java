package io.ostiary.gateway;

import io.ostiary.settings.Secret;

/**
 * Whom the server behind takes a connection for. Equal to another of the same user and password.
 * Immutable.
 *
 * @param user empty for the default user
 * @param password empty for none: the connection does not log in
 */
record Identity(String user, Secret password) {

  /** A connection that does not log in. */
  static final Identity NONE = new Identity("", Secret.NONE);

  /** The user alone: a password is shown nowhere. */
  @Override
  public String toString() {
    return user.isEmpty() ? "default" : user;
  }
}
