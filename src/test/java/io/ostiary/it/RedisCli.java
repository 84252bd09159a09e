package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The real redis-cli. */
final class RedisCli {

  private RedisCli() {}

  /** Runs {@code redis-cli -p port arguments}. */
  static Ended run(int port, String... arguments) {
    Tool.need("redis-cli");
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", "" + port));
    command.addAll(List.of(arguments));
    return Spawned.run(command);
  }

  /** Its output without the final newline; fails if redis-cli does. */
  static String ask(int port, String... arguments) {
    Ended ended = run(port, arguments);
    assertThat(ended.status()).as("redis-cli: %s", ended).isZero();
    return ended.out().strip();
  }
}
