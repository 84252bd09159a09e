package io.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * The machine the figures were taken on.
 *
 * @param date of the run
 * @param processors that the system has
 * @param model of the processor
 * @param memoryMb of the system
 * @param kernel its version
 */
record Machine(LocalDate date, int processors, String model, long memoryMb, String kernel) {

  static Machine here() throws IOException {
    String memory = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return new Machine(
        LocalDate.now(),
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Long.parseLong(memory) / 1024,
        System.getProperty("os.version"));
  }

  private static String field(String file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0");
    }
  }

  @Override
  public String toString() {
    return "%s, %d processors (%s), %d MB, Linux %s"
        .formatted(date, processors, model, memoryMb, kernel);
  }
}
