package io.ostiary.settings;

import static io.ostiary.settings.WordTypes.only;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values that are numbers: counts, times, amounts of memory. */
final class NumberTypes {

  // As strict as Redis: no plus sign, no leading zeros, no spaces.
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,9}");
  private static final Pattern MEMORY =
      Pattern.compile("([0-9]+)(b|k|kb|m|mb|g|gb)?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> MEMORY_UNITS =
      Map.of(
          "b", 1L,
          "k", 1_000L,
          "kb", 1L << 10,
          "m", 1_000_000L,
          "mb", 1L << 20,
          "g", 1_000_000_000L,
          "gb", 1L << 30);

  private NumberTypes() {}

  private static IllegalArgumentException outside(long min, long max) {
    return new IllegalArgumentException(
        "argument must be between " + min + " and " + max + " inclusive");
  }

  private static int wholeNumber(String word, int min, int max) {
    if (!INTEGER.matcher(word).matches()) {
      throw new IllegalArgumentException("argument couldn't be parsed into an integer");
    }
    long value;
    try {
      value = Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("argument couldn't be parsed into an integer", e);
    }
    if (value < min || value > max) {
      throw outside(min, max);
    }
    return (int) value;
  }

  /** A whole number with bounds; {@code expected} says what the special ones among them mean. */
  record WholeNumber(int min, int max, String expected) implements ValueType<Integer> {

    WholeNumber(int min, int max) {
      this(min, max, "a whole number from " + min + " to " + max);
    }

    @Override
    public Integer parse(List<String> words) {
      return wholeNumber(only(words), min, max);
    }

    @Override
    public String format(Integer value) {
      return value.toString();
    }

    @Override
    public Object json(Integer value) {
      return value;
    }
  }

  /** A file's mode, written in octal with or without leading zeros. */
  record Octal(int max) implements ValueType<Integer> {

    @Override
    public Integer parse(List<String> words) {
      String word = only(words);
      if (!OCTAL.matcher(word).matches()) {
        throw new IllegalArgumentException("argument couldn't be parsed as an octal number");
      }
      int value = Integer.parseInt(word, 8);
      if (value > max) {
        throw new IllegalArgumentException(
            "argument must be between 0 and " + format(max) + " inclusive");
      }
      return value;
    }

    @Override
    public String format(Integer value) {
      return Integer.toOctalString(value);
    }

    @Override
    public Object json(Integer value) {
      return format(value);
    }

    @Override
    public String expected() {
      return "an octal number from 0 to " + format(max) + ", such as 700";
    }
  }

  /** A time in whole seconds. */
  record Seconds(int least, int most, String expected) implements ValueType<Duration> {

    Seconds() {
      this(Integer.MAX_VALUE);
    }

    Seconds(int most) {
      this(0, most);
    }

    Seconds(int least, int most) {
      this(least, most, "a number of seconds from " + least + " to " + most);
    }

    @Override
    public Duration parse(List<String> words) {
      return Duration.ofSeconds(wholeNumber(only(words), least, most));
    }

    @Override
    public String format(Duration value) {
      return Long.toString(value.toSeconds());
    }

    @Override
    public Object json(Duration value) {
      return value.toSeconds();
    }
  }

  /** A time in whole milliseconds. */
  record Millis(int least, int most, String expected) implements ValueType<Duration> {

    Millis(int least) {
      this(least, Integer.MAX_VALUE);
    }

    Millis(int least, int most) {
      this(least, most, "a number of milliseconds from " + least + " to " + most);
    }

    @Override
    public Duration parse(List<String> words) {
      return Duration.ofMillis(wholeNumber(only(words), least, most));
    }

    @Override
    public String format(Duration value) {
      return Long.toString(value.toMillis());
    }

    @Override
    public Object json(Duration value) {
      return value.toMillis();
    }
  }

  /** An amount of memory: a number with or without a unit; 1k is 1000 bytes, 1kb is 1024. */
  record Bytes(long min, long max) implements ValueType<Long> {

    @Override
    public Long parse(List<String> words) {
      Matcher memory = MEMORY.matcher(only(words));
      if (!memory.matches()) {
        throw new IllegalArgumentException("argument must be a memory value");
      }
      String unit = memory.group(2) == null ? "b" : memory.group(2).toLowerCase(Locale.ROOT);
      long value;
      try {
        value = Math.multiplyExact(Long.parseLong(memory.group(1)), MEMORY_UNITS.get(unit));
      } catch (NumberFormatException | ArithmeticException e) {
        throw outside(min, max);
      }
      if (value < min || value > max) {
        throw outside(min, max);
      }
      return value;
    }

    @Override
    public String format(Long value) {
      return value.toString();
    }

    @Override
    public Object json(Long value) {
      return value;
    }

    @Override
    public String expected() {
      return "a number of bytes from "
          + min
          + " to "
          + max
          + ", with a unit if you like (k, kb, m, mb, g, gb)";
    }
  }
}
