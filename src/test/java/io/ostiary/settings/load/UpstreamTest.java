package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.ostiary.settings.UpstreamAuth;
import io.ostiary.settings.UpstreamMode;
import io.ostiary.settings.UpstreamPubsub;
import io.ostiary.settings.UpstreamRead;
import io.ostiary.settings.UpstreamUrl;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's directives, from every source. */
class UpstreamTest extends LoaderFixture {

  private static final String URL = "rediss://bob:hunter%402@a:1,b:2";

  private static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("upstream", URL);
    ALL.put("upstream-mode", "cluster");
    ALL.put("upstream-auth", "passthrough");
    ALL.put("upstream-connections", "2");
    ALL.put("upstream-connect-timeout", "250");
    ALL.put("upstream-timeout", "0");
    ALL.put("upstream-queue-timeout", "1");
    ALL.put("upstream-queue-limit", "64kb");
    ALL.put("upstream-pinned-max", "0");
    ALL.put("upstream-pubsub", "pinned");
    ALL.put("upstream-split", "yes");
    ALL.put("upstream-read", "replica");
    ALL.put("upstream-replica-max-lag", "3600");
    ALL.put("upstream-output-limit", "1gb");
    ALL.put("upstream-tls-ca-cert-file", "/etc/ca.crt");
    ALL.put("upstream-tls-cert-file", "/etc/a.crt");
    ALL.put("upstream-tls-key-file", "/etc/a.key");
  }

  @ParameterizedTest
  @CsvSource({"a.conf, '%s %s'", "a.yaml, '%s: \"%s\"'", "a.properties, '%s=%s'"})
  void readsAllOfThemFromAFile(String name, String line) {
    file =
        Optional.of(
            write(
                name,
                ALL.entrySet().stream()
                    .map(entry -> String.format(line, entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining("\n", "", "\n"))));

    assertAll(load());
  }

  @Test
  void readsAllOfThemFromJson() {
    JsonObject json = new JsonObject(new LinkedHashMap<>(ALL));
    json.put("upstream-connections", 2).put("upstream-timeout", 0).put("upstream-split", true);
    file = Optional.of(write("a.json", json.encodePrettily()));

    assertAll(load());
  }

  @Test
  void readsAllOfThemFromTheEnvironment() {
    ALL.forEach((name, value) -> environment.put(Notation.variable(name), value));

    assertAll(load());
  }

  @Test
  void readsAllOfThemFromAVerticlesConfiguration() {
    ALL.forEach(verticle::put);

    assertAll(load());
  }

  @Test
  void readsAllOfThemFromTheCommandLine() {
    ALL.forEach((name, value) -> commandLine.put(name, List.of(value)));

    assertAll(load());
  }

  private static void assertAll(Settings settings) {
    assertThat(settings.get(Directives.UPSTREAM)).contains(UpstreamUrl.of(URL));
    assertThat(settings.get(Directives.UPSTREAM_MODE)).isEqualTo(UpstreamMode.CLUSTER);
    assertThat(settings.get(Directives.UPSTREAM_AUTH)).isEqualTo(UpstreamAuth.PASSTHROUGH);
    assertThat(settings.get(Directives.UPSTREAM_CONNECTIONS)).isEqualTo(2);
    assertThat(settings.get(Directives.UPSTREAM_CONNECT_TIMEOUT)).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.get(Directives.UPSTREAM_TIMEOUT)).isZero();
    assertThat(settings.get(Directives.UPSTREAM_QUEUE_TIMEOUT)).isEqualTo(Duration.ofMillis(1));
    assertThat(settings.get(Directives.UPSTREAM_QUEUE_LIMIT)).isEqualTo(65_536);
    assertThat(settings.get(Directives.UPSTREAM_PINNED_MAX)).isZero();
    assertThat(settings.get(Directives.UPSTREAM_PUBSUB)).isEqualTo(UpstreamPubsub.PINNED);
    assertThat(settings.get(Directives.UPSTREAM_SPLIT)).isTrue();
    assertThat(settings.get(Directives.UPSTREAM_READ)).isEqualTo(UpstreamRead.REPLICA);
    assertThat(settings.get(Directives.UPSTREAM_OUTPUT_LIMIT)).isEqualTo(1 << 30);
    assertThat(settings.get(Directives.UPSTREAM_TLS_CA_CERT_FILE)).isEqualTo("/etc/ca.crt");
    assertThat(settings.get(Directives.UPSTREAM_TLS_CERT_FILE)).isEqualTo("/etc/a.crt");
    assertThat(settings.get(Directives.UPSTREAM_TLS_KEY_FILE)).isEqualTo("/etc/a.key");
  }

  @Test
  void saysWhatIsWrongWithAUrlAndWhatWouldBeRight() {
    commandLine.put("upstream", List.of("http://bob:hunter2@a"));

    assertRefused(
        "bad configuration on the command line:\n  --upstream ***\n"
            + "the scheme must be redis, rediss (TLS), unix or redis+sentinel; --upstream takes "
            + Directives.UPSTREAM.expected()
            + ", for example: --upstream redis://127.0.0.1:6379");
  }

  @ParameterizedTest
  @CsvSource({
    "upstream-connections 65, a whole number from 1 to 64",
    "upstream-connect-timeout 0, a number of milliseconds from 1 to 2147483647",
    "upstream-timeout 2s, a number of milliseconds from 0 to 2147483647",
    "upstream-mode both, 'one of auto, single, cluster, sentinel'"
  })
  void refusesValuesOutOfRange(String line, String takes) {
    String name = line.substring(0, line.indexOf(' '));
    file = Optional.of(write("a.conf", line));

    assertThatThrownBy(this::load)
        .hasMessageStartingWith(at(1) + "  " + line + "\n" + name + " takes " + takes + ", for");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upstream redis://:hunter2@a b",
        "UPSTREAM redis://:hunter2",
        "upstrem redis://:hunter2@a",
        "upstream-url redis://bob:hunter2@a",
        "logfile redis://bob:hunter2@a x"
      })
  void showsNoPasswordInAFile(String line) {
    file = Optional.of(write("a.conf", line));

    assertThatThrownBy(this::load)
        .hasMessageContaining("***")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("bob");
  }

  @Test
  void showsNoPasswordInJsonThatIsBroken() {
    file = Optional.of(write("a.json", "{\"upstream\": \"redis://:hunter2@a\" \"port\": 1}"));

    assertThatThrownBy(this::load).hasMessageContaining("***").hasMessageNotContaining("hunter2");
  }

  @Test
  void leavesAloneWhatKubernetesPutsInTheEnvironmentForAServiceOfThatName() {
    environment.put("OSTIARY_UPSTREAM_SERVICE_HOST", "10.0.0.1");
    environment.put("OSTIARY_UPSTREAM_PORT", "tcp://10.0.0.1:6379");
    environment.put("OSTIARY_UPSTREAM_PORT_6379_TCP", "tcp://10.0.0.1:6379");
    assertThat(load().get(Directives.UPSTREAM)).isEmpty();

    environment.put("OSTIARY_UPSTREAM", "tcp://10.0.0.1:6379");
    assertThatThrownBy(this::load).hasMessageContaining("the scheme must be redis, rediss");
  }
}
