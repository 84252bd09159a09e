package io.ostiary.client;

/**
 * The library that a client said it uses ({@code CLIENT SETINFO}). Immutable.
 *
 * @param name empty if it did not say
 * @param version empty if it did not say
 */
public record ClientLibrary(String name, String version) {

  /** Of a client that has said nothing. */
  public static final ClientLibrary UNKNOWN = new ClientLibrary("", "");

  /** The same with another name. */
  public ClientLibrary named(String newName) {
    return new ClientLibrary(newName, version);
  }

  /** The same with another version. */
  public ClientLibrary ofVersion(String newVersion) {
    return new ClientLibrary(name, newVersion);
  }
}
