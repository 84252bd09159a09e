package io.ostiary.client;

import java.util.List;
import java.util.Optional;

/** The clients of a server, for the program that embeds it. Safe from any thread. */
public interface Clients {

  /** How many are connected. */
  int size();

  /** The client of that id; empty if it has left or never was. */
  Optional<Client> find(long id);

  /** All of them at this moment, oldest first; a list of the caller's own. */
  List<Client> list();
}
