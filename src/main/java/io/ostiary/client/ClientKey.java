package io.ostiary.client;

/**
 * A name for state that a program keeps with each client ({@link Client#put}). Two keys are never
 * the same, whatever their names: keep one in a constant.
 *
 * @param <T> what is kept under it
 */
@SuppressWarnings("UnusedTypeParameter") // It types what get and put take.
public final class ClientKey<T> {

  private final String name;

  private ClientKey(String name) {
    this.name = name;
  }

  /**
   * A new key.
   *
   * @param name for logs and debuggers
   */
  public static <T> ClientKey<T> of(String name) {
    return new ClientKey<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
