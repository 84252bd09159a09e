package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the redis.conf syntax: a directive and its words on each line, {@code #} before a comment,
 * and {@code include} before the name of another file. It touches no file itself.
 */
final class RedisConf {

  // What decoding makes of bytes that are not UTF-8.
  private static final char UNDECODABLE = '\uFFFD';

  /** Takes one directive after the other, in the order in which they hold. */
  @FunctionalInterface
  interface Receiver {
    void accept(String name, List<String> words, Place place);
  }

  /** Finds the files that an {@code include} names. */
  @FunctionalInterface
  interface Includes {

    /**
     * The files that {@code pattern} means in {@code including}; none if a pattern matches nothing.
     *
     * @throws IOException if one cannot be read; the message is the reason in words
     */
    List<Source> find(Source including, String pattern) throws IOException;
  }

  /**
   * The text of a file.
   *
   * @param name as it was named, for messages
   * @param path one for each file, however it is named; includes are looked for beside it
   */
  record Source(String name, Path path, String text) {}

  private final Includes includes;
  private final Receiver receiver;
  private final Deque<Source> open = new ArrayDeque<>();

  private RedisConf(Includes includes, Receiver receiver) {
    this.includes = includes;
    this.receiver = receiver;
  }

  /**
   * Gives every directive of a file and of those it includes to {@code receiver}.
   *
   * @throws ConfigurationException at the first line that makes no sense
   */
  static void read(Source file, Includes includes, Receiver receiver) {
    new RedisConf(includes, receiver).read(file);
  }

  private void read(Source file) {
    open.addLast(file);
    int number = 0;
    for (String line : file.text().split("\n", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && text.charAt(0) != '#') {
        readLine(file, text, Place.line(file.name(), number, text, Notation.REDIS_CONF));
      }
    }
    open.removeLast();
  }

  private void readLine(Source file, String text, Place place) {
    List<String> words = words(text, place);
    String name = words.get(0);
    List<String> value = words.subList(1, words.size());
    if (name.equalsIgnoreCase("include") && value.size() == 1) {
      include(file, value.get(0), place);
    } else {
      receiver.accept(name, value, place);
    }
  }

  private static List<String> words(String text, Place place) {
    if (text.indexOf(UNDECODABLE) >= 0) {
      throw place.wrong("the file must be text in UTF-8");
    }
    try {
      return Words.of(text);
    } catch (IllegalArgumentException e) {
      throw place.wrong(e.getMessage());
    }
  }

  private void include(Source including, String pattern, Place place) {
    for (Source included : find(including, pattern, place)) {
      if (open.stream().anyMatch(file -> file.path().equals(included.path()))) {
        String loop = open.stream().map(Source::name).collect(Collectors.joining(" -> "));
        throw place.wrong("a file may not include itself: " + loop + " -> " + included.name());
      }
      read(included);
    }
  }

  private List<Source> find(Source including, String pattern, Place place) {
    try {
      return includes.find(including, pattern);
    } catch (IOException e) {
      throw place.wrong(e.getMessage());
    }
  }
}
