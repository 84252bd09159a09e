package io.ostiary.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of the generator's JSON: the numbers of a flat object. */
record Sample(String line, Map<String, Double> numbers) {

  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");

  static Sample parse(String line) {
    Map<String, Double> numbers = new HashMap<>();
    Matcher matcher = NUMBER.matcher(line);
    while (matcher.find()) {
      numbers.put(matcher.group(1), Double.valueOf(matcher.group(2)));
    }
    return new Sample(line, numbers);
  }

  double get(String name) {
    Double number = numbers.get(name);
    if (number == null) {
      throw new IllegalStateException("the generator gave no " + name + ": " + line);
    }
    return number;
  }

  /** Fails if the generator counted failures. */
  Sample faultless() {
    double faults =
        numbers.getOrDefault("errors", 0.0)
            + numbers.getOrDefault("stuck", 0.0)
            + numbers.getOrDefault("lost", 0.0);
    if (faults > 0 || get("done") == 0) {
      throw new IllegalStateException("a piece went wrong: " + line);
    }
    return this;
  }
}
