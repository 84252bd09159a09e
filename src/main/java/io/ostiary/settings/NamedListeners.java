package io.ostiary.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Any number of listeners, each a name and {@code key=value} behind it. As one word they follow
 * each other: what has no {@code =} is the name of the next.
 */
record NamedListeners() implements ValueType<List<NamedListener>> {

  private static final String BIND = "bind";
  private static final String PORT = "port";
  private static final String UNIXSOCKET = "unixsocket";
  private static final String TLS = "tls";
  private static final String PROXY_PROTOCOL = "proxy-protocol";
  private static final String BACKLOG = "backlog";
  private static final String MAXCLIENTS = "maxclients";
  private static final String TIMEOUT = "timeout";
  private static final String ROLE = "role";

  private static final List<String> KEYS =
      List.of(BIND, PORT, UNIXSOCKET, TLS, PROXY_PROTOCOL, BACKLOG, MAXCLIENTS, TIMEOUT, ROLE);

  /** What the directives without a name open. */
  private static final Set<String> TAKEN = Set.of("tcp", "tls", "unix");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private static final ValueType<Integer> PORTS = new NumberTypes.WholeNumber(-1, 65_535);
  private static final ValueType<Integer> NUMBERS =
      new NumberTypes.WholeNumber(0, Integer.MAX_VALUE);
  private static final ValueType<Duration> SECONDS = new NumberTypes.Seconds();
  private static final ValueType<Boolean> YES_NO = new WordTypes.YesNo();
  private static final ValueType<ListenerProfile.Role> ROLES =
      WordTypes.OneOf.of(ListenerProfile.Role.class);

  @Override
  public List<NamedListener> parse(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("wrong number of arguments");
    }
    List<NamedListener> all = new ArrayList<>();
    String name = "";
    Map<String, String> given = new LinkedHashMap<>();
    for (String word : split(words)) {
      int equals = word.indexOf('=');
      if (equals >= 0) {
        put(given, name, word.substring(0, equals), word.substring(equals + 1));
      } else {
        end(name, given, all);
        name = word;
        given = new LinkedHashMap<>();
      }
    }
    end(name, given, all);
    return checked(all);
  }

  private static List<String> split(List<String> words) {
    return words.stream()
        .flatMap(word -> Stream.of(word.strip().split("\\s+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static void put(Map<String, String> given, String name, String word, String value) {
    String key = word.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of a listener comes first, before " + word);
    }
    if (!KEYS.contains(key)) {
      throw wrong(name, "there is no key '" + word + "', only " + String.join(", ", KEYS));
    }
    if (given.put(key, value) != null) {
      throw wrong(name, key + " is given twice");
    }
  }

  private static void end(String name, Map<String, String> given, List<NamedListener> all) {
    if (!name.isEmpty()) {
      all.add(listener(name, given));
    }
  }

  private static NamedListener listener(String name, Map<String, String> given) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a listener's name is of letters, digits, '_', '.' and '-', at most 64 of them");
    }
    if (TAKEN.contains(name)) {
      throw wrong(name, "the name is that of the directive without one; choose another");
    }
    String path = given.getOrDefault(UNIXSOCKET, "");
    boolean tcp = given.containsKey(PORT) && given.containsKey(BIND);
    if (path.isEmpty() ? !tcp : given.containsKey(PORT) || given.containsKey(BIND)) {
      throw wrong(name, "it takes bind and port, or unixsocket alone");
    }
    return new NamedListener(
        profile(name, given),
        path.isEmpty() ? addresses(name, given) : List.of(),
        path.isEmpty() ? port(name, given) : 0,
        path,
        value(name, given, BACKLOG, NUMBERS).map(OptionalInt::of).orElse(OptionalInt.empty()),
        inOrder(given));
  }

  private static ListenerProfile profile(String name, Map<String, String> given) {
    return new ListenerProfile(
        name,
        value(name, given, ROLE, ROLES).orElse(ListenerProfile.Role.NORMAL),
        value(name, given, TLS, YES_NO).orElse(false),
        value(name, given, PROXY_PROTOCOL, YES_NO).orElse(false),
        new ListenerProfile.Limits(
            value(name, given, MAXCLIENTS, NUMBERS).orElse(0),
            value(name, given, TIMEOUT, SECONDS)));
  }

  private static List<String> addresses(String name, Map<String, String> given) {
    List<String> addresses = List.of(given.get(BIND).split(",", -1));
    if (addresses.contains("")) {
      throw wrong(name, "bind takes addresses and host names with commas between");
    }
    return addresses;
  }

  private static int port(String name, Map<String, String> given) {
    int port = value(name, given, PORT, PORTS).orElse(0);
    if (port == 0) {
      throw wrong(name, "port 0 would listen nowhere; leave the listener out instead");
    }
    return port;
  }

  private static <T> Optional<T> value(
      String name, Map<String, String> given, String key, ValueType<T> type) {
    if (!given.containsKey(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(type.parse(List.of(given.get(key))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong(name, key + ": " + e.getMessage()).getMessage(), e);
    }
  }

  private static Map<String, String> inOrder(Map<String, String> given) {
    Map<String, String> ordered = new LinkedHashMap<>();
    KEYS.stream().filter(given::containsKey).forEach(key -> ordered.put(key, given.get(key)));
    return Collections.unmodifiableMap(ordered);
  }

  private static List<NamedListener> checked(List<NamedListener> all) {
    Set<String> names = new HashSet<>();
    for (NamedListener listener : all) {
      if (!names.add(listener.name())) {
        throw wrong(listener.name(), "it is given twice");
      }
    }
    return List.copyOf(all);
  }

  private static IllegalArgumentException wrong(String name, String reason) {
    return new IllegalArgumentException("listener " + name + ": " + reason);
  }

  /** All of them: each stands on a line of its own. */
  @Override
  public List<NamedListener> combined(List<NamedListener> earlier, List<NamedListener> later) {
    return checked(Stream.concat(earlier.stream(), later.stream()).toList());
  }

  @Override
  public String format(List<NamedListener> value) {
    return value.stream().map(NamedListener::toString).collect(Collectors.joining(" "));
  }

  @Override
  public Object json(List<NamedListener> value) {
    return format(value);
  }

  @Override
  public boolean explainsRefusals() {
    return true;
  }

  @Override
  public String expected() {
    return "a name and key=value behind it (" + String.join(", ", KEYS) + "), or \"\" for none";
  }
}
