package io.ostiary.settings;

import io.netty.util.NetUtil;
import io.ostiary.settings.UpstreamUrl.Host;
import io.ostiary.settings.UpstreamUrl.Scheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the URL of an upstream. What it complains of it names without quoting it: where a URL is
 * wrong, any part may be the password.
 */
final class UpstreamUrlReader {

  private static final String SLASHES = "://";
  private static final Pattern NO_TEXT = Pattern.compile("[\\s\\p{Cntrl}\uFFFD]");
  private static final Pattern FEW_SLASHES = Pattern.compile("([a-z+]+):(?!//).*");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(:.*)?");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
  // What Sentinel takes as the name of a master.
  private static final Pattern MASTER_NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final int LAST_PORT = 65_535;

  private final Scheme scheme;
  private String user = "";
  private Secret password = Secret.NONE;

  private UpstreamUrlReader(Scheme scheme) {
    this.scheme = scheme;
  }

  static UpstreamUrl read(String url) {
    if (NO_TEXT.matcher(url).find()) {
      throw wrong("a URL has neither spaces nor bytes that are no text; write %20 for a space");
    }
    int slashes = url.indexOf(SLASHES);
    Scheme scheme = scheme(url, slashes);
    String rest = url.substring(slashes + SLASHES.length());
    UpstreamUrlReader reader = new UpstreamUrlReader(scheme);
    return scheme == Scheme.UNIX ? reader.unix(rest) : reader.network(rest);
  }

  private static Scheme scheme(String url, int slashes) {
    for (Scheme scheme : Scheme.values()) {
      if (slashes >= 0 && url.substring(0, slashes).equalsIgnoreCase(scheme.toString())) {
        return scheme;
      }
    }
    if (slashes < 0 && isScheme(FEW_SLASHES.matcher(url.toLowerCase(Locale.ROOT)))) {
      throw wrong("between the scheme and what follows it stands ://");
    }
    throw wrong(
        slashes < 0
            ? "a URL begins with its scheme, such as redis://"
            : "the scheme must be redis, rediss (TLS), unix or redis+sentinel");
  }

  private static boolean isScheme(Matcher url) {
    return url.matches()
        && Arrays.stream(Scheme.values()).anyMatch(s -> s.toString().equals(url.group(1)));
  }

  private UpstreamUrl unix(String rest) {
    int slash = rest.indexOf('/');
    String login = slash < 0 ? rest : rest.substring(0, slash);
    if (slash < 0 || !(login.isEmpty() || login.endsWith("@"))) {
      throw wrong("the path of a unix socket begins with a slash: unix:///run/redis.sock");
    }
    if (!login.isEmpty()) {
      login(login.substring(0, login.length() - 1));
    }
    int question = rest.indexOf('?');
    String path = rest.substring(slash, question < 0 ? rest.length() : question);
    int database = question < 0 ? 0 : databaseOfQuery(rest.substring(question + 1));
    String decoded = Percent.decodeText(path);
    if (decoded.length() == 1 || decoded.indexOf('\0') >= 0) {
      throw wrong("after unix:// stands the path of a socket: unix:///run/redis.sock");
    }
    return new UpstreamUrl(scheme, List.of(), decoded, user, password, database, "");
  }

  private static int databaseOfQuery(String query) {
    if (!query.startsWith("db=")) {
      throw wrong("after the ? of a unix socket's URL stands db= with a number");
    }
    return database(query.substring("db=".length()));
  }

  private UpstreamUrl network(String rest) {
    int at = rest.indexOf('@');
    if (at >= 0) {
      login(rest.substring(0, at));
    }
    String place = rest.substring(at + 1);
    refuseReserved(place);
    String[] parts = place.split("/", -1);
    List<Host> hosts = Arrays.stream(parts[0].split(",", -1)).map(this::host).toList();
    return scheme == Scheme.SENTINEL ? sentinel(hosts, parts) : servers(hosts, parts);
  }

  private static void refuseReserved(String place) {
    if (place.indexOf('@') >= 0) {
      throw wrong("there is more than one @; in a user or a password it is written %40");
    }
    if (place.contains(SLASHES)) {
      throw wrong("the scheme stands once, then all hosts: redis://host:port,host:port");
    }
    if (place.indexOf('?') >= 0 || place.indexOf('#') >= 0) {
      throw wrong(
          "? and # have no place in it: a database stands after a slash (/2), and in a password"
              + " they are written %3F and %23");
    }
  }

  private UpstreamUrl servers(List<Host> hosts, String[] parts) {
    // One slash with nothing after it is how many write that there is no database.
    boolean ended = parts.length == 2 && parts[1].isEmpty();
    if (parts.length > 2) {
      throw wrong("after the hosts stands one slash at most, with the number of a database");
    }
    int database = parts.length == 1 || ended ? 0 : database(parts[1]);
    if (hosts.size() > 1 && database != 0) {
      throw wrong("several servers are a cluster, and a cluster has database 0 alone");
    }
    return new UpstreamUrl(scheme, hosts, "", user, password, database, "");
  }

  private UpstreamUrl sentinel(List<Host> hosts, String[] parts) {
    if (parts.length < 2 || parts.length > 3 || !MASTER_NAME.matcher(parts[1]).matches()) {
      throw wrong(
          "after the Sentinels stands a slash and the name that they have for the master, of"
              + " letters, digits, '.', '-' and '_'");
    }
    int database = parts.length == 3 ? database(parts[2]) : 0;
    return new UpstreamUrl(scheme, hosts, "", user, password, database, parts[1]);
  }

  private void login(String login) {
    int colon = login.indexOf(':');
    if (colon < 0) {
      throw wrong("before the @ stand user:password, or :password for the default user");
    }
    if (login.indexOf('/') >= 0) {
      throw wrong("a / in a user or a password is written %2F");
    }
    String given = login.substring(colon + 1);
    if (given.equals(UpstreamUrl.STARS)) {
      throw wrong(
          UpstreamUrl.STARS
              + " is what is shown in place of a password; write the password itself, with %2A for"
              + " a star");
    }
    user = Percent.decodeText(login.substring(0, colon));
    password = Secret.of(Percent.decode(given));
    if (user.isEmpty() && password.isEmpty()) {
      throw wrong("there is neither a user nor a password before the @");
    }
  }

  private Host host(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      throw wrong("an IPv6 address stands in brackets: [::1]");
    }
    String name = parts.group(1);
    if (name.startsWith("[")) {
      return new Host(ipv6(name.substring(1, name.length() - 1)), port(parts.group(2)));
    }
    if (text.indexOf(':') != text.lastIndexOf(':')) {
      throw wrong("after a host stands one port; an IPv6 address stands in brackets: [::1]");
    }
    if (name.isEmpty()) {
      throw wrong("there is no host where one must be, such as redis://127.0.0.1");
    }
    if (!HOST.matcher(name).matches()) {
      throw wrong("the name of a host has letters, digits, '.', '-' and '_' only");
    }
    return new Host(name, port(parts.group(2)));
  }

  private static String ipv6(String address) {
    if (!NetUtil.isValidIpV6Address(address)) {
      throw wrong("between [ and ] stands an IPv6 address, such as [::1]");
    }
    return address;
  }

  private int port(String withColon) {
    if (withColon == null) {
      return scheme.usualPort();
    }
    int port = number(withColon.substring(1));
    if (port < 1 || port > LAST_PORT) {
      throw wrong(
          "after a host and a colon stands a port, from 1 to "
              + LAST_PORT
              + "; a user and a password stand before an @ and the host");
    }
    return port;
  }

  private static int database(String text) {
    int database = number(text);
    if (database < 0) {
      throw wrong("a database must be a number, 0 or above");
    }
    return database;
  }

  /** The number that this is, or -1. */
  private static int number(String text) {
    return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }

  private static IllegalArgumentException wrong(String reason) {
    return new IllegalArgumentException(reason);
  }
}
