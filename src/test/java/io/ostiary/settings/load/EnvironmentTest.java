package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.Directives;
import io.ostiary.settings.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Variables of the environment. */
class EnvironmentTest extends LoaderFixture {

  @Test
  void leavesAloneWhatKubernetesPutsInTheEnvironment() {
    environment.put("OSTIARY_PORT", "tcp://10.0.0.1:6379");
    environment.put("OSTIARY_SERVICE_HOST", "10.0.0.1");
    environment.put("OSTIARY_SERVICE_PORT_REDIS", "6379");
    environment.put("OSTIARY_PORT_6379_TCP_ADDR", "10.0.0.1");
    environment.put("PORT", "5");

    assertThat(load().get(Directives.PORT)).isEqualTo(6379);
  }

  @Test
  void refusesABadVariable() {
    environment.put("OSTIARY_MAXCLIENTS", "many");
    assertRefused(
        "bad configuration in the environment:\n  OSTIARY_MAXCLIENTS=many\n"
            + "OSTIARY_MAXCLIENTS"
            + MAXCLIENTS_TAKES
            + ", for example: OSTIARY_MAXCLIENTS=10000");

    environment.clear();
    environment.put("OSTIARY_MAX_NEW_CONNECTION_PER_CYCLE", "5");
    assertRefused(
        "bad configuration in the environment:\n  OSTIARY_MAX_NEW_CONNECTION_PER_CYCLE=5\n"
            + "neither Ostiary nor Redis knows OSTIARY_MAX_NEW_CONNECTION_PER_CYCLE; did you mean"
            + " OSTIARY_MAX_NEW_CONNECTIONS_PER_CYCLE?");

    environment.clear();
    environment.put("OSTIARY_BIND", " ");
    assertThatThrownBy(this::load).hasMessageEndingWith("for example: OSTIARY_BIND=\"* -::*\"");
  }

  @Test
  void takesASecretThatIsTextForItsBytesInUtf8() {
    Secret password = Secret.of("pässwörd");
    environment.put("OSTIARY_REQUIREPASS", "pässwörd");
    assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(password);

    environment.clear();
    commandLine.put("requirepass", List.of("pässwörd"));
    assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(password);

    commandLine.clear();
    for (String format : List.of("json", "yaml")) {
      file = Optional.of(write("a." + format, "{\"requirepass\": \"pässwörd\"}"));
      assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(password);
    }
  }

  @Test
  void refusesASecretThatWasLostInDecoding() {
    environment.put("OSTIARY_REQUIREPASS", "\uFFFD\uFFFD");

    assertRefused(
        "bad configuration in the environment:\n  OSTIARY_REQUIREPASS ***\n"
            + "requirepass has bytes here that cannot be read as text; start in a locale of UTF-8"
            + " (LC_ALL=C.UTF-8), or set it in a file in redis.conf syntax, which takes any bytes");
  }
}
