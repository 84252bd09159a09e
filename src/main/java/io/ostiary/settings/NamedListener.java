package io.ostiary.settings;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One value of the {@code listener} directive. Immutable and compared by what it asks for.
 *
 * @param profile its name, and what it is besides its addresses
 * @param bind its addresses, in words of the {@code bind} directive; empty for a unix socket
 * @param port the TCP port of all of them, -1 for one that the system chooses
 * @param unixSocket the path of a unix socket; empty for TCP
 * @param backlog how many connections may wait; empty for as many as {@code tcp-backlog} says
 * @param words what was given, key by key in the order of {@link NamedListeners}, without the name
 */
public record NamedListener(
    ListenerProfile profile,
    List<String> bind,
    int port,
    String unixSocket,
    OptionalInt backlog,
    Map<String, String> words) {

  /** Its name. */
  public String name() {
    return profile.name();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return name()
        + words.entrySet().stream()
            .map(word -> " " + word.getKey() + "=" + word.getValue())
            .collect(Collectors.joining());
  }
}
