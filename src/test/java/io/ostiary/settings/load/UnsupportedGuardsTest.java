package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unsupported directives that would protect a Redis are errors. */
class UnsupportedGuardsTest {

  private static final String ADVICE =
      " is not supported yet, and ignoring it would leave the server less protected than this says;"
          + " remove it, and ";

  private final Layer layer = new Layer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxmemory-clients 5%",
        "client-output-buffer-limit normal 1mb 0 0",
        "client-output-buffer-limit pubsub 0 0 0 normal 0 1mb 10",
        "client-output-buffer-limit pubsub 1mb 0 0",
        "client-output-buffer-limit normal 0 0 0 pubsub 32mb 1mb 60",
        "client-output-buffer-limit normal"
      })
  void refusesWhatProtects(String line) {
    String name = line.substring(0, line.indexOf(' '));

    assertThatThrownBy(() -> put(line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("bad configuration in a.conf, line 7:\n  " + line + "\n" + name)
        .hasMessageContaining(ADVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls-cluster yes",
        "maxmemory-clients 0",
        "client-output-buffer-limit normal 0 0 0",
        "client-output-buffer-limit replica 256mb 64mb 60",
        "client-output-buffer-limit pubsub 32mb 8mb 60 normal 0 0 0",
        "client-output-buffer-limit PubSub 0 0 0",
        "enable-debug-command no"
      })
  void noticesWhatTurnsProtectionOff(String line) {
    put(line);

    assertThat(layer.toJson().getJsonObject("unused-directives").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "OSTIARY_USER=bob on >hunter2, ENVIRONMENT",
    "--user bob on >hunter2, COMMAND_LINE",
    "\"user\": \"bob on >hunter2\", JSON",
    "'user: \"bob on >hunter2\"', YAML",
    "user = bob on >hunter2, PROPERTIES"
  })
  void showsNoPasswordOfAUserInAnyNotation(String text, Notation notation) {
    assertThatThrownBy(
            () ->
                layer.putJson("user", "bob on >hunter2\nbob on", new Place("here", text, notation)))
        .hasMessageContaining(" ***\n")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void looksAtValuesOfJsonAsWell() {
    Place place = new Place("here", "", Notation.JSON);
    layer.putJson("maxmemory-clients", 0, place);
    layer.putJson("aclfile", "", place);
    layer.putJson("client-output-buffer-limit", "normal 0 0 0", place);
    layer.put("client-output-buffer-limit", List.of("normal 0 0 0"), place);

    assertThatThrownBy(() -> layer.putJson("maxmemory-clients", 1, place))
        .hasMessageContaining(ADVICE);
    assertThatThrownBy(
            () -> layer.put("client-output-buffer-limit", List.of("normal 1mb 0 0"), place))
        .hasMessageContaining(ADVICE);
  }

  private void put(String line) {
    List<byte[]> words = ConfWords.of(line);
    layer.putBytes(
        ConfWords.text(words.get(0)),
        words.subList(1, words.size()),
        Place.line("a.conf", 7, line, Notation.REDIS_CONF));
  }
}
