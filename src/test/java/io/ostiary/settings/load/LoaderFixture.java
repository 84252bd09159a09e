package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Sources of settings for a test, and what is loaded from them. */
abstract class LoaderFixture {

  static final String MAXCLIENTS_TAKES = " takes a whole number from 1 to 2147483647";

  @TempDir Path folder;

  final Vertx vertx = Vertx.vertx();
  final Map<String, String> environment = new LinkedHashMap<>();
  final JsonObject verticle = new JsonObject();
  final Map<String, List<String>> commandLine = new LinkedHashMap<>();
  Optional<String> file = Optional.empty();

  @AfterEach
  void closeVertx() {
    await(vertx.close());
  }

  /** Loading without a Vert.x must give the same result or error. */
  final Settings load() {
    Sources sources = new Sources(folder.resolve("usual.conf").toString(), environment);
    Supplier<Settings> loader =
        () -> await(new SettingsLoader(sources).load(vertx, file, verticle, commandLine));
    if (verticle.isEmpty()) {
      assertThat(outcome(() -> new SettingsLoader(sources).loadBlocking(file, commandLine)))
          .isEqualTo(outcome(loader));
    }
    return loader.get();
  }

  private static List<Object> outcome(Supplier<Settings> way) {
    try {
      Settings settings = way.get();
      List<Object> all = new ArrayList<>(List.of(settings.file(), settings.notices()));
      Directives.all().forEach(directive -> all.add(settings.get(directive)));
      return all;
    } catch (ConfigurationException e) {
      return List.of(e.getMessage());
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  final void assertRefused(String message) {
    assertThatThrownBy(this::load).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }

  final String at(int line) {
    return "bad configuration in " + file.orElseThrow() + ", line " + line + ":\n";
  }

  final String write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
