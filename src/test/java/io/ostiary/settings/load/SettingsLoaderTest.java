package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Precedence of the sources, and which file is read. */
class SettingsLoaderTest extends LoaderFixture {

  @Test
  void hasTheDefaultsWhenNobodySaysAnything() {
    Settings settings = load();

    for (Directive<?> directive : Directives.all()) {
      assertThat(settings.text(directive)).isEqualTo(directive.defaultText());
    }
    assertThat(settings.file()).isEmpty();
    assertThat(settings.notices()).isEmpty();
  }

  @Test
  void readsTheSettingsOfAVertxThatIsGiven() {
    Settings settings =
        await(
            SettingsLoader.load(
                vertx,
                new JsonObject()
                    .put("config-file", write("a.conf", "port 1\n"))
                    .put("timeout", 3)));

    assertThat(settings.get(Directives.PORT)).isEqualTo(1);
    assertThat(settings.get(Directives.TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void letsTheCommandLineWinOverTheVerticleOverTheEnvironmentOverTheFileOverTheDefaults() {
    file = Optional.of(write("a.conf", "maxclients 1\nport 1\ntimeout 1\ndatabases 1\n"));
    environment.put("OSTIARY_MAXCLIENTS", "2");
    environment.put("OSTIARY_PORT", "2");
    environment.put("OSTIARY_TIMEOUT", "2");
    verticle.put("maxclients", 3).put("port", 3);
    commandLine.put("maxclients", List.of("4"));

    Settings settings = load();

    assertThat(settings.get(Directives.MAXCLIENTS)).isEqualTo(4);
    assertThat(settings.get(Directives.PORT)).isEqualTo(3);
    assertThat(settings.get(Directives.TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.get(Directives.DATABASES)).isEqualTo(1);
    assertThat(settings.get(Directives.TCP_BACKLOG)).isEqualTo(511);
    assertThat(settings.file()).contains(folder.resolve("a.conf").toString());
  }

  @Test
  void replacesAListWhole() {
    file = Optional.of(write("a.conf", "bind 127.0.0.1 ::1\n"));
    commandLine.put("bind", List.of("10.0.0.1"));

    assertThat(load().get(Directives.BIND)).containsExactly("10.0.0.1");
  }

  @Test
  void readsTheUsualFileWhenItIsThereAndNoneIsNamed() {
    write("usual.conf", "port 1\n");
    assertThat(load().get(Directives.PORT)).isEqualTo(1);

    file = Optional.of(write("other.conf", "timeout 1\n"));
    assertThat(load().get(Directives.PORT)).isEqualTo(6379);
  }

  @Test
  void takesTheFileOfTheCommandLineOverTheVerticlesOverTheEnvironments() {
    environment.put("OSTIARY_CONFIG_FILE", write("environment.conf", "port 1\n"));
    assertThat(load().get(Directives.PORT)).isEqualTo(1);

    verticle.put("config-file", write("verticle.conf", "port 2\n"));
    assertThat(load().get(Directives.PORT)).isEqualTo(2);

    file = Optional.of(write("line.conf", "port 3\n"));
    assertThat(load().get(Directives.PORT)).isEqualTo(3);
  }

  @Test
  void takesAnEmptyVariableForNoFileNamed() {
    environment.put("OSTIARY_CONFIG_FILE", "");

    assertThat(load().file()).isEmpty();
  }

  @Test
  void listensNowhereWhenBindIsEmpty() {
    file = Optional.of(write("a.conf", "bind \"\"\n"));
    assertThat(load().get(Directives.BIND)).isEmpty();

    environment.put("OSTIARY_BIND", "127.0.0.1 ::1");
    assertThat(load().get(Directives.BIND)).containsExactly("127.0.0.1", "::1");

    verticle.put("bind", new JsonArray());
    assertThat(load().get(Directives.BIND)).isEmpty();
  }

  @Test
  void noticesWhatOnlyRedisHasAUseForOnce() {
    file =
        Optional.of(
            write("a.conf", "save 60 100\nsave 300 10\nsearch.timeout 5\nbf-error-rate 1\n"));
    environment.put("OSTIARY_APPENDONLY", "yes");
    verticle.put("io-threads", 4);
    commandLine.put("maxmemory-samples", List.of("5"));

    String ignored = " is a Redis directive that Ostiary has no use for; ignored ";
    assertThat(load().notices())
        .containsExactly(
            "save" + ignored + "in " + file.get() + ", line 1",
            "search.timeout" + ignored + "in " + file.get() + ", line 3",
            "bf-error-rate" + ignored + "in " + file.get() + ", line 4",
            "appendonly" + ignored + "in the environment",
            "io-threads" + ignored + "in the verticle's config()",
            "maxmemory-samples" + ignored + "on the command line");
  }

  @Test
  void refusesABadLineThoughALaterOneIsRight() {
    file = Optional.of(write("a.conf", "port many\nport 1\n"));
    commandLine.put("port", List.of("2"));

    assertRefused(
        at(1)
            + "  port many\nport takes a port from 1 to 65535, 0 for none, or -1 for a free one"
            + " that the system chooses, for example: port 6379");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    String missing = folder.resolve("missing.conf").toString();
    file = Optional.of(missing);

    assertRefused("cannot read the configuration file " + missing + ": there is no such file");
  }

  @Test
  void refusesAFolderInPlaceOfAFile() {
    file = Optional.of(folder.toString());

    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("cannot read the configuration file " + folder + ": ");
  }

  @Test
  void showsNoPasswordOfAnotherSource() {
    environment.put("OSTIARY_REQUIREPAS", "hunter2");
    assertRefused(
        "bad configuration in the environment:\n  OSTIARY_REQUIREPAS ***\n"
            + "neither Ostiary nor Redis knows OSTIARY_REQUIREPAS; did you mean"
            + " OSTIARY_REQUIREPASS?");

    environment.clear();
    verticle.put("requirepass", 12345);
    assertRefused(
        "bad configuration in the verticle's config():\n  \"requirepass ***\n"
            + "requirepass takes a password in one word or in quotes, or \"\" for none,"
            + " for example: \"requirepass\": \"a long secret\"");

    verticle.clear();
    file = Optional.of(write("a.json", "{\"requirepass\": \"hunter2\", \"port\": \"x\"}"));
    assertThatThrownBy(this::load).hasMessageNotContaining("hunter2").hasMessageContaining(" ***");

    file = Optional.of(write("a.json", "{\"requirepass\": hunter2}"));
    assertThatThrownBy(this::load).hasMessageNotContaining("hunter2").hasMessageContaining(" ***");
  }

  @Test
  void takesRenamesOfAllSourcesTogether() {
    file = Optional.of(write("a.conf", "rename-command GET a\nrename-command Config \"\"\n"));
    environment.put("OSTIARY_RENAME_COMMAND", "SET c KEYS \"\"");
    verticle.put("rename-command", new JsonObject().put("GET", "b"));
    commandLine.put("rename-command", List.of("flushall", "", "del", "d"));

    assertThat(load().get(Directives.RENAME_COMMAND))
        .isEqualTo(
            Map.of("get", "b", "config", "", "set", "c", "keys", "", "flushall", "", "del", "d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.conf", "a.json", "a.yaml", "a.properties"})
  void skipsAByteOrderMarkAtTheBeginningOfAFile(String name) {
    Map<String, String> texts =
        Map.of(
            "a.conf", "port 1\n",
            "a.json", "{\"port\": 1}",
            "a.yaml", "port: 1\n",
            "a.properties", "port=1\n");
    file = Optional.of(write(name, "\uFEFF" + texts.get(name)));

    assertThat(load().get(Directives.PORT)).isEqualTo(1);
  }
}
