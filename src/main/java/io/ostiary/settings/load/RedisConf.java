package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the redis.conf syntax: a directive and its words on each line, {@code #} before a comment,
 * and {@code include} before the name of another file. It touches no file itself.
 */
final class RedisConf {

  /** Takes one directive after the other, in the order in which they hold. */
  @FunctionalInterface
  interface Receiver {
    void accept(String name, List<byte[]> words, Place place);
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

  /** A file that has been read. */
  static final class Source {

    private final String name;
    private final Path path;
    private final byte[] bytes;

    /**
     * A file of these bytes.
     *
     * @param name as it was named, for messages
     * @param path one for each file, however it is named; includes are looked for beside it
     */
    Source(String name, Path path, byte[] bytes) {
      this.name = name;
      this.path = path;
      this.bytes = FileBytes.withoutMark(bytes);
    }

    String name() {
      return name;
    }

    Path path() {
      return path;
    }
  }

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
    int number = 1;
    int begin = 0;
    for (int end = 0; end <= file.bytes.length; end++) {
      if (end == file.bytes.length || file.bytes[end] == '\n') {
        readLine(file, number, Arrays.copyOfRange(file.bytes, begin, end));
        number++;
        begin = end + 1;
      }
    }
    open.removeLast();
  }

  private void readLine(Source file, int number, byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8).strip();
    if (!text.isEmpty() && text.charAt(0) != '#') {
      readDirective(file, line, Place.line(file.name(), number, text, Notation.REDIS_CONF));
    }
  }

  private void readDirective(Source file, byte[] line, Place place) {
    List<byte[]> words;
    String name;
    try {
      words = ConfWords.of(line);
      name = words.isEmpty() ? "" : ConfWords.text(words.get(0));
    } catch (IllegalArgumentException e) {
      throw place.wrong(e.getMessage());
    }
    List<byte[]> value = words.subList(Math.min(1, words.size()), words.size());
    if (name.equalsIgnoreCase("include") && value.size() == 1) {
      include(file, value.get(0), place);
    } else {
      receiver.accept(name, value, place);
    }
  }

  private void include(Source including, byte[] pattern, Place place) {
    for (Source included : find(including, pattern, place)) {
      if (open.stream().anyMatch(file -> file.path().equals(included.path()))) {
        String loop = open.stream().map(Source::name).collect(Collectors.joining(" -> "));
        throw place.wrong("a file may not include itself: " + loop + " -> " + included.name());
      }
      read(included);
    }
  }

  private List<Source> find(Source including, byte[] pattern, Place place) {
    try {
      return includes.find(including, ConfWords.text(pattern));
    } catch (IOException | IllegalArgumentException e) {
      throw place.wrong(e.getMessage());
    }
  }
}
