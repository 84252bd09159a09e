package io.ostiary.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the server behind the gateway is, and how to log in there. Immutable and compared by value;
 * safe for any thread. Its text shows stars for the password, so it may be logged.
 *
 * @param scheme how it is reached
 * @param hosts servers, or Sentinels, in the order given; several servers are seeds of a cluster;
 *     empty for a unix socket
 * @param path of the unix socket; empty for any other scheme
 * @param user the name to log in by; empty for the default user
 * @param password what to log in with; empty for none
 * @param database the number to select
 * @param masterName what Sentinel calls the servers; empty for any other scheme
 */
public record UpstreamUrl(
    Scheme scheme,
    List<Host> hosts,
    String path,
    String user,
    Secret password,
    int database,
    String masterName) {

  /** What {@link #toString} has in place of a password; as a password it is refused. */
  static final String STARS = "***";

  /** How a server is reached. */
  public enum Scheme {
    /** TCP. */
    REDIS("redis", 6379),
    /** TLS over TCP. */
    REDISS("rediss", 6379),
    /** A unix socket. */
    UNIX("unix", 0),
    /** TCP, at the address that Sentinel tells. */
    SENTINEL("redis+sentinel", 26_379);

    private final String text;
    private final int usualPort;

    Scheme(String text, int usualPort) {
      this.text = text;
      this.usualPort = usualPort;
    }

    int usualPort() {
      return usualPort;
    }

    /** As it stands in a URL, before the colon. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A server's address, unresolved.
   *
   * @param name a host name or an address; an IPv6 address has no brackets
   * @param port from 1 to 65535
   */
  public record Host(String name, int port) {

    /** As it stands in a URL: {@code 127.0.0.1:6379}, {@code [::1]:6379}. */
    @Override
    public String toString() {
      return (name.indexOf(':') < 0 ? name : '[' + name + ']') + ':' + port;
    }
  }

  /** Keeps a copy of the hosts. */
  public UpstreamUrl {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong and what would be right, without any part
   *     that may be a secret
   */
  public static UpstreamUrl of(String url) {
    return UpstreamUrlReader.read(url);
  }

  /** Whether it says how to log in. */
  public boolean hasCredentials() {
    return !user.isEmpty() || !password.isEmpty();
  }

  /** The URL with the password in it. */
  String text() {
    return text(Percent.encode(password.bytes(), ""));
  }

  private String text(String shownPassword) {
    String login =
        hasCredentials()
            ? Percent.encode(user.getBytes(StandardCharsets.UTF_8), "") + ':' + shownPassword + '@'
            : "";
    String place =
        switch (scheme) {
          case UNIX ->
              Percent.encode(path.getBytes(StandardCharsets.UTF_8), "/")
                  + (database == 0 ? "" : "?db=" + database);
          case SENTINEL -> authority() + '/' + masterName + slashDatabase();
          case REDIS, REDISS -> authority() + slashDatabase();
        };
    return scheme + "://" + login + place;
  }

  private String authority() {
    return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
  }

  private String slashDatabase() {
    return database == 0 ? "" : "/" + database;
  }

  /** The URL with stars for a password, however long it is. */
  @Override
  public String toString() {
    return text(password.isEmpty() ? "" : STARS);
  }
}
