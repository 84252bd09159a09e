package io.ostiary.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of a run, from run.sh.
 *
 * @param root the repository
 * @param out where results and logs go, and where the generator and the floor are
 * @param jar another jar to measure beside target/ostiary.jar
 * @param java the java command that runs the server under measurement
 * @param rounds how often each measure is taken, after a warm-up
 * @param quick whether pieces and warm-ups are short
 * @param only the numbers of the measures to take
 */
record Options(
    Path root,
    Path out,
    Optional<Path> jar,
    String java,
    int rounds,
    boolean quick,
    Set<Integer> only) {


  private static final Set<Integer> ALL = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);

  static Options parse(String[] words) {
    Path root = Path.of("").toAbsolutePath();
    Path out = root.resolve("target/bench");
    Optional<Path> jar = Optional.empty();
    String java = "java";
    int rounds = 5;
    boolean quick = false;
    Set<Integer> only = ALL;
    List<String> left = Arrays.asList(words);
    for (int i = 0; i < left.size(); i++) {
      String word = left.get(i);
      if (word.equals("--quick")) {
        quick = true;
        rounds = 1;
        continue;
      }
      if (i + 1 == left.size()) {
        throw new IllegalArgumentException(word + " is no option, or lacks its value");
      }
      String value = left.get(++i);
      switch (word) {
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--only" -> only = numbers(value);
        case "--java" -> java = value;
        case "--jar" -> jar = Optional.of(Path.of(value).toAbsolutePath());
        case "--out" -> out = Path.of(value).toAbsolutePath();
        default -> throw new IllegalArgumentException("no such option: " + word);
      }
    }
    if (rounds < 1 || rounds > 50) {
      throw new IllegalArgumentException("--rounds takes a number from 1 to 50");
    }
    return new Options(root, out, jar, java, rounds, quick, only);
  }

  private static Set<Integer> numbers(String value) {
    Set<Integer> numbers = new TreeSet<>();
    for (String number : value.split(",")) {
      numbers.add(Integer.valueOf(number.strip()));
    }
    if (!ALL.containsAll(numbers)) {
      throw new IllegalArgumentException("--only takes numbers of measures, for example 1,2,5");
    }
    return numbers;
  }

  boolean wants(int... numbers) {
    return Arrays.stream(numbers).anyMatch(only::contains);
  }

  /** The duration of one load. */
  double pieceSeconds() {
    return quick ? 1 : 2;
  }

  /** The duration of a warm-up. */
  double warmUpSeconds() {
    return quick ? 2 : 4;
  }
}
