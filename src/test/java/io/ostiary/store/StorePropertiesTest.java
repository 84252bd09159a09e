package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any sequence of commands, the store answers as a simple model does. */
final class StorePropertiesTest {

  private static final String PASS = "PASS"; // lets milliseconds pass; not a command

  @Property(tries = 300)
  void answersAsASimpleModelDoes(@ForAll("lines") List<String> lines) {
    FakeClock clock = new FakeClock();
    Asker asker = new Asker(new Store(1, clock));
    Model model = new Model();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(PASS)) {
        clock.pass(Duration.ofMillis(Long.parseLong(words[1])));
        model.elapsedMillis += Long.parseLong(words[1]);
      } else {
        assertThat(asker.ask(line)).as(line).isEqualTo(model.answer(words));
      }
    }
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.oneOf(
            line("PASS %3$d"),
            line("GET %1$s"),
            line("SET %1$s %2$s"),
            line("SET %1$s %2$s NX"),
            line("SET %1$s %2$s XX"),
            line("SET %1$s %2$s KEEPTTL"),
            line("SET %1$s %2$s PX %3$d"),
            line("DEL %1$s"),
            line("EXISTS %1$s"),
            line("INCRBY %1$s %3$d"),
            line("INCRBY %1$s 9223372036854775000"),
            line("APPEND %1$s %2$s"),
            line("PEXPIRE %1$s %3$d"),
            line("PEXPIRE %1$s -%3$d"),
            line("PTTL %1$s"),
            line("PERSIST %1$s"))
        .list()
        .ofMaxSize(60);
  }

  private static Arbitrary<String> line(String form) {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"),
            Arbitraries.of("0", "7", "-12", "x", "9223372036854775807"),
            Arbitraries.integers().between(1, 50))
        .as((key, value, number) -> String.format(form, key, value, number));
  }

  /** The model: values and expiry times in two maps. */
  private static final class Model {

    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private long elapsedMillis;

    String answer(String[] words) {
      for (String key : List.of("a", "b", "c")) {
        if (ends.getOrDefault(key, Long.MAX_VALUE) < elapsedMillis) {
          forget(key);
        }
      }
      String key = words[1];
      boolean known = values.containsKey(key);
      return switch (words[0]) {
        case "GET" -> known ? "$" + values.get(key).length() + " " + values.get(key) : "$-1";
        case "SET" -> set(key, words);
        case "DEL" -> forget(key);
        case "EXISTS" -> known ? ":1" : ":0";
        case "INCRBY" -> add(values.getOrDefault(key, "0"), key, new BigInteger(words[2]));
        case "APPEND" -> ":" + values.merge(key, words[2], String::concat).length();
        case "PEXPIRE" -> known ? expire(key, Long.parseLong(words[2])) : ":0";
        case "PTTL" ->
            ":" + (known ? ends.getOrDefault(key, elapsedMillis - 1) - elapsedMillis : -2);
        case "PERSIST" -> ends.remove(key) == null ? ":0" : ":1";
        default -> throw new IllegalArgumentException(words[0]);
      };
    }

    private String set(String key, String[] words) {
      String option = words.length > 3 ? words[3] : "";
      if (values.containsKey(key) ? option.equals("NX") : option.equals("XX")) {
        return "$-1";
      }
      values.put(key, words[2]);
      if (option.equals("PX")) {
        ends.put(key, elapsedMillis + Long.parseLong(words[4]));
      } else if (!option.equals("KEEPTTL")) {
        ends.remove(key);
      }
      return "+OK";
    }

    private String add(String value, String key, BigInteger increment) {
      if (!value.matches("0|-?[1-9][0-9]*") || isTooLarge(new BigInteger(value))) {
        return "-ERR value is not an integer or out of range";
      }
      BigInteger sum = new BigInteger(value).add(increment);
      if (isTooLarge(sum)) {
        return "-ERR increment or decrement would overflow";
      }
      values.put(key, sum.toString());
      return ":" + sum;
    }

    private static boolean isTooLarge(BigInteger number) {
      return number.compareTo(MIN) < 0 || number.compareTo(MAX) > 0;
    }

    private String expire(String key, long millis) {
      if (millis <= 0) {
        return forget(key);
      }
      ends.put(key, elapsedMillis + millis);
      return ":1";
    }

    private String forget(String key) {
      ends.remove(key);
      return values.remove(key) == null ? ":0" : ":1";
    }
  }
}
