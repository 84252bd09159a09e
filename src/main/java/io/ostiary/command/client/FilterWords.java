package io.ostiary.command.client;

import io.ostiary.client.ClientFilter;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Logins;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The filters of CLIENT LIST and CLIENT KILL as a request words them. Of a filter given twice the
 * last counts; ids add up. One is made for each request.
 */
final class FilterWords {

  private static final Set<String> NAMES =
      Set.of("ID", "ADDR", "LADDR", "TYPE", "USER", "SKIPME", "MAXAGE");

  /** Kinds of client that a server that is no replica has none of. */
  private static final Set<String> ABSENT_TYPES = Set.of("master", "primary");

  /** The lowest id that CLIENT KILL takes. */
  private static final long KILLED = 1;

  private final Logins logins;
  private final Request request;
  private final ConnectedClient caller;
  private final long nowMillis;
  private final Map<String, UnaryOperator<ClientFilter>> conditions = new HashMap<>();
  private final Set<Long> ids = new HashSet<>();
  private int at = 2;

  FilterWords(Logins logins, Request request, ConnectedClient caller, long nowMillis) {
    this.logins = logins;
    this.request = request;
    this.caller = caller;
    this.nowMillis = nowMillis;
  }

  /** As CLIENT LIST reads them: the caller is listed, and an id is any number. */
  ClientFilter toList() {
    return read(Long.MIN_VALUE, "ERR Invalid client ID");
  }

  /** As CLIENT KILL reads them: the caller is spared unless it says otherwise. */
  ClientFilter toKill() {
    conditions.put("SKIPME", filter -> filter.without(caller));
    return read(KILLED, "ERR client-id should be greater than 0");
  }

  private ClientFilter read(long lowestId, String wrongId) {
    while (at < request.count()) {
      String name = request.text(at++).toUpperCase(Locale.ROOT);
      if (!NAMES.contains(name) || at == request.count()) {
        throw ArgumentException.syntaxError();
      }
      if (name.equals("ID")) {
        readIds(lowestId, wrongId);
      } else {
        conditions.put(name, condition(name));
        at++;
      }
    }
    ClientFilter filter = ClientFilter.ALL;
    for (UnaryOperator<ClientFilter> condition : conditions.values()) {
      filter = condition.apply(filter);
    }
    return filter;
  }

  private void readIds(long lowestId, String wrongId) {
    do {
      ids.add(number(lowestId, wrongId, wrongId));
      at++;
    } while (at < request.count() && !isName() && (lowestId != KILLED || isNumber()));
    conditions.put("ID", filter -> filter.withIds(ids));
  }

  /**
   * For CLIENT KILL, what is neither a name nor a number is the syntax's error, not that of an id.
   */
  private boolean isNumber() {
    try {
      request.integer(at);
      return true;
    } catch (ArgumentException e) {
      return false;
    }
  }

  private boolean isName() {
    return NAMES.stream().anyMatch(name -> request.is(at, name));
  }

  private UnaryOperator<ClientFilter> condition(String name) {
    String value = request.text(at);
    return switch (name) {
      case "ADDR" -> filter -> filter.withRemote(value);
      case "LADDR" -> filter -> filter.withLocal(value);
      case "TYPE" -> type(value);
      case "USER" -> user(value);
      case "SKIPME" -> skipMe();
      default -> maximumAge();
    };
  }

  private UnaryOperator<ClientFilter> type(String value) {
    String type = value.toLowerCase(Locale.ROOT);
    if (type.equals("normal") || type.equals("pubsub")) {
      return filter -> filter.withSubscriptions(type.equals("pubsub"));
    }
    if (type.equals("replica") || type.equals("slave")) {
      return ClientFilter::replicas;
    }
    if (ABSENT_TYPES.contains(type)) {
      return ClientFilter::none;
    }
    throw new ErrorText("ERR Unknown client type '").repeat(request, at).add("'").exception();
  }

  private UnaryOperator<ClientFilter> user(String value) {
    if (!logins.knows(value)) {
      throw new ErrorText("ERR No such user '").repeat(request, at).add("'").exception();
    }
    return filter -> filter.withUser(value);
  }

  private UnaryOperator<ClientFilter> skipMe() {
    if (request.is(at, "yes")) {
      return filter -> filter.without(caller);
    }
    if (request.is(at, "no")) {
      return UnaryOperator.identity();
    }
    throw ArgumentException.syntaxError();
  }

  // The name is Redis's; what it asks for is the age that a client has at least.
  private UnaryOperator<ClientFilter> maximumAge() {
    long seconds =
        number(
            1,
            "ERR maxage is not an integer or out of range",
            "ERR maxage should be greater than 0");
    return filter -> filter.withMinimumAge(seconds, nowMillis);
  }

  private long number(long lowest, String notANumber, String tooLow) {
    long number;
    try {
      number = request.integer(at);
    } catch (ArgumentException e) {
      throw new ArgumentException(notANumber);
    }
    if (number < lowest) {
      throw new ArgumentException(tooLow);
    }
    return number;
  }
}
