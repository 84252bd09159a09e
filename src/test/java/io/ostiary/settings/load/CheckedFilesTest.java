package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Secret;
import io.ostiary.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in JSON, YAML and properties. */
class CheckedFilesTest extends LoaderFixture {

  @ParameterizedTest
  @CsvSource({"a.json", "A.JSON"})
  void readsJson(String name) {
    file =
        Optional.of(
            write(
                name,
                """
                {
                  "port": 1, "maxclients": "5", "protected-mode": false,
                  "bind": ["127.0.0.1", "::1"], "client-query-buffer-limit": "2mb",
                  "requirepass": "007"
                }
                """));

    assertSameAsInJson(load());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.yaml", "a.yml"})
  void readsYaml(String name) {
    file =
        Optional.of(
            write(
                name,
                """
                # a comment
                port: 1
                maxclients: "5"
                protected-mode: no
                bind: [127.0.0.1, "::1"]
                client-query-buffer-limit: 2mb
                requirepass: "007"
                """));

    assertSameAsInJson(load());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "false"})
  void readsProperties(String no) {
    file =
        Optional.of(
            write(
                "a.properties",
                """
                # a comment
                port=1
                maxclients: 5
                bind = 127.0.0.1 ::1
                client-query-buffer-limit 2mb
                requirepass=007
                protected-mode="""
                    + no
                    + "\n"));

    assertSameAsInJson(load());
  }

  private static void assertSameAsInJson(Settings settings) {
    assertThat(settings.get(Directives.PORT)).isEqualTo(1);
    assertThat(settings.get(Directives.MAXCLIENTS)).isEqualTo(5);
    assertThat(settings.get(Directives.PROTECTED_MODE)).isFalse();
    assertThat(settings.get(Directives.BIND)).containsExactly("127.0.0.1", "::1");
    assertThat(settings.get(Directives.CLIENT_QUERY_BUFFER_LIMIT)).isEqualTo(2_097_152);
    assertThat(settings.get(Directives.REQUIREPASS)).isEqualTo(Secret.of("007"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"base64\": \"?\"}", "{}", "{\"base64\": 5}", "{\"bytes\": \"//4=\"}"})
  void refusesAnObjectThatIsNoSecret(String object) {
    file = Optional.of(write("a.json", "{\"requirepass\": " + object + "}"));

    assertThatThrownBy(this::load).hasMessageContaining("requirepass takes a password");
  }

  @Test
  void namesTheLineOfABadValueInJson() {
    file = Optional.of(write("a.json", "{\n  \"port\": 1,\n  \"maxclients\": \"many\"\n}\n"));

    assertRefused(
        at(3)
            + "  \"maxclients\": \"many\"\nmaxclients"
            + MAXCLIENTS_TAKES
            + ", for example: \"maxclients\": 10000");
  }

  @Test
  void namesTheLineOfABadValueInTheMiddleOfJson() {
    file = Optional.of(write("a.json", "{ \"port\": 1,\n\"timeout\": 1, \"maxclients\": null }"));

    assertThatThrownBy(this::load).hasMessageStartingWith(at(2) + "  \"timeout\": 1, \"max");
  }

  @Test
  void namesTheLineOfABadValueInYaml() {
    file = Optional.of(write("a.yaml", "port: 1\n# bind: x\nbind:\n  - 127.0.0.1\n  - 5\n"));

    assertRefused(
        at(3)
            + "  bind:\nbind takes one or more addresses or host names, or \"\" for none, for"
            + " example: bind: \"* -::*\"");
  }

  @Test
  void namesTheLineOfABadValueInProperties() {
    file = Optional.of(write("a.properties", "# port=1\nport=1\nmaxclients = many\n"));

    assertRefused(
        at(3)
            + "  maxclients = many\nmaxclients"
            + MAXCLIENTS_TAKES
            + ", for example: maxclients=10000");
  }

  @Test
  void namesTheLineOfAnUnknownNameInJson() {
    file = Optional.of(write("a.json", "{\n\"prot\": 1\n}"));

    assertRefused(
        at(2) + "  \"prot\": 1\nneither Ostiary nor Redis knows prot; did you mean port?");
  }

  @ParameterizedTest
  @CsvSource({"json, '{\n\"port\": 1\n\"bind\": 2}', 3", "yaml, 'port: 1\nbind: [\n', 2"})
  void namesTheLineOfBrokenSyntax(String format, String text, int line) {
    file = Optional.of(write("a." + format, text));

    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("bad configuration in " + file.get() + ", line ")
        .hasMessageEndingWith("\nthe file must hold one object in " + format + " syntax")
        .extracting(CheckedFilesTest::line)
        .isEqualTo(line);
  }

  private static int line(Throwable refusal) {
    return Integer.parseInt(refusal.getMessage().replaceAll("(?s).*, line ([0-9]+):.*", "$1"));
  }

  @ParameterizedTest
  @CsvSource({"json, [1]", "json, port", "json, ''", "yaml, - 1"})
  void refusesAFileThatHoldsNoObject(String format, String text) {
    file = Optional.of(write("a." + format, text));

    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("bad configuration in " + file.get())
        .hasMessageEndingWith("the file must hold one object in " + format + " syntax");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"port\": 1,}", "{\n\"port\": 1,\n}", "{\"bind\": [\"::1\", ]}"})
  void saysThatThereIsACommaTooMany(String text) {
    file = Optional.of(write("a.json", text));

    assertThatThrownBy(this::load).hasMessageEndingWith("; after the last value there is no comma");
  }

  @Test
  void saysThatYamlIsNotIndentedByTabs() {
    file = Optional.of(write("a.yaml", "port: 1\nbind:\n\t- 127.0.0.1\n"));

    assertThatThrownBy(this::load)
        .hasMessageEndingWith("; it is indented with spaces, never with a tab");
  }
}
