package io.ostiary.client;

/** Whom a client acts as. What it may do as that is kept by the one who checks it. */
public interface ClientUser {

  /** Who has not logged in, or is not told apart from others. */
  ClientUser DEFAULT = named("default");

  /** The name. */
  String name();

  /** A user of whom there is nothing to say but a name. */
  static ClientUser named(String name) {
    return () -> name;
  }
}
