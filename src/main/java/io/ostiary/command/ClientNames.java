package io.ostiary.command;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ArgumentException;

/** The name a client gives itself, by {@code CLIENT SETNAME} or {@code HELLO}. Any thread. */
public final class ClientNames {

  private ClientNames() {}

  /**
   * Names a client; an empty name removes it. On the client's event loop.
   *
   * @throws ArgumentException for a name that CLIENT LIST cannot show
   */
  public static void rename(ConnectedClient client, String name) {
    check(name);
    client.rename(name);
  }

  /** Refuses a name that {@link #rename} would refuse. */
  public static void check(String name) {
    if (!isPrintable(name)) {
      throw new ArgumentException(
          "ERR Client names cannot contain spaces, newlines or special characters.");
    }
  }

  /** Whether a text has no space in it: readers of CLIENT LIST split its lines on spaces. */
  public static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= '!' && c <= '~');
  }
}
