package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Secret;
import io.ostiary.settings.Settings;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

  private static final String MAXCLIENTS_TAKES = " takes a whole number from 1 to 2147483647";

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final JsonObject verticle = new JsonObject();
  private final Map<String, List<String>> commandLine = new LinkedHashMap<>();
  private Optional<String> file = Optional.empty();

  @AfterEach
  void closeVertx() {
    await(vertx.close());
  }

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
  void readsRedisConf() {
    file =
        Optional.of(
            write(
                "a.conf",
                """
                # a comment

                PORT 1
                bind 127.0.0.1 "-::1"
                requirepass "two words \\x41"
                protected-mode no
                proto-max-bulk-len 2MB
                port 2\r
                """));

    Settings settings = load();

    assertThat(settings.get(Directives.PORT)).isEqualTo(2);
    assertThat(settings.get(Directives.BIND)).containsExactly("127.0.0.1", "-::1");
    assertThat(settings.get(Directives.REQUIREPASS)).isEqualTo(Secret.of("two words A"));
    assertThat(settings.get(Directives.PROTECTED_MODE)).isFalse();
    assertThat(settings.get(Directives.PROTO_MAX_BULK_LEN)).isEqualTo(2_097_152);
  }

  @Test
  void readsBytesThatAreNoTextAsASecret() throws IOException {
    byte[] password = {(byte) 0xff, (byte) 0xfe};
    file = Optional.of(write("a.conf", "requirepass \"\\xff\\xfe\"\n"));
    assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(Secret.of(password));

    Path raw = folder.resolve("raw.conf");
    Files.write(raw, "requirepass 'ÿþ'\n".getBytes(StandardCharsets.ISO_8859_1));
    file = Optional.of(raw.toString());
    assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(Secret.of(password));

    file = Optional.of(write("a.json", "{\"requirepass\": {\"base64\": \"//4=\"}}"));
    assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(Secret.of(password));
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

  @ParameterizedTest
  @ValueSource(strings = {"{\"base64\": \"?\"}", "{}", "{\"base64\": 5}", "{\"bytes\": \"//4=\"}"})
  void refusesAnObjectThatIsNoSecret(String object) {
    file = Optional.of(write("a.json", "{\"requirepass\": " + object + "}"));

    assertThatThrownBy(this::load).hasMessageContaining("requirepass takes a password");
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
  @ValueSource(strings = {"a.conf", "a.yaml", "a.properties"})
  void takesAnEmptyFileForNothingSaid(String name) {
    file = Optional.of(write(name, ""));

    assertThat(load().get(Directives.PORT)).isEqualTo(6379);
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
  void leavesAloneWhatKubernetesPutsInTheEnvironment() {
    environment.put("OSTIARY_PORT", "tcp://10.0.0.1:6379");
    environment.put("OSTIARY_SERVICE_HOST", "10.0.0.1");
    environment.put("OSTIARY_SERVICE_PORT_REDIS", "6379");
    environment.put("OSTIARY_PORT_6379_TCP_ADDR", "10.0.0.1");
    environment.put("PORT", "5");

    assertThat(load().get(Directives.PORT)).isEqualTo(6379);
  }

  @Test
  void refusesABadLineOfRedisConf() {
    file = Optional.of(write("a.conf", "# first\n\n  maxclients many\n"));

    assertRefused(
        at(3)
            + "  maxclients many\nmaxclients"
            + MAXCLIENTS_TAKES
            + ", for example: maxclients 10000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxclients | maxclients takes a whole number from 1 to 2147483647, for example:"
            + " maxclients 10000",
        "maxclients 1 2 | maxclients takes a whole number from 1 to 2147483647, for example:"
            + " maxclients 10000",
        "port 65536 | port takes a port from 1 to 65535, 0 for none, or -1 for a free one that the"
            + " system chooses, for example: port 6379",
        "bind | bind takes one or more addresses or host names, or \"\" for none, for example:"
            + " bind * -::*",
        "protected-mode true | protected-mode takes yes or no, for example: protected-mode yes",
        "timeout -1 | timeout takes a number of seconds from 0 to 2147483647, for example: timeout"
            + " 0",
        "loglevel loud | loglevel takes one of debug, verbose, notice, warning, for example:"
            + " loglevel notice",
        "proto-max-bulk-len 1kb | proto-max-bulk-len takes a number of bytes from 1048576 to"
            + " 2147483639, with a unit if you like (k, kb, m, mb, g, gb), for example:"
            + " proto-max-bulk-len 512mb",
        "event-loops 0 | event-loops takes a whole number from 1 to 1024, for example: event-loops"
            + " EVENT_LOOPS",
        "max-new-connections-per-cycle 1001 | max-new-connections-per-cycle takes a whole number"
            + " from 1 to 1000, for example: max-new-connections-per-cycle 10",
        "maxcleints 5 | neither Ostiary nor Redis knows maxcleints; did you mean maxclients?",
        "appendonli yes | neither Ostiary nor Redis knows appendonli; did you mean appendonly?",
        "colour red | neither Ostiary nor Redis knows colour; --help lists what there is",
        "logfile \"open | a quote is opened and never closed; write \" at the end as well",
        "logfile 'a'b | after a closing quote there must be a space",
        "logfile \"\\xff\" | the bytes of a word must be UTF-8",
        "include a b | include stands in files in redis.conf syntax only, before one file"
      })
  void saysWhatWouldBeRightInRedisConf(String line, String advice) {
    file = Optional.of(write("a.conf", "\n" + line + "\nport 1\n"));

    assertRefused(
        at(2)
            + "  "
            + line
            + "\n"
            + advice.replace("EVENT_LOOPS", Directives.EVENT_LOOPS.defaultText()));
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
  void refusesAFileThatIsNotUtf8() throws IOException {
    Path latin = folder.resolve("latin.conf");
    Files.write(latin, "# é\nlogfile é\n".getBytes(StandardCharsets.ISO_8859_1));
    file = Optional.of(latin.toString());

    assertRefused(at(2) + "  logfile \uFFFD\nthe bytes of a word must be UTF-8");
  }

  @Test
  void cutsTheQuotationOfAnEndlessLine() {
    file = Optional.of(write("a.conf", "\u0001".repeat(1000)));

    assertRefused(
        at(1)
            + "  "
            + "?".repeat(200)
            + "...\nneither Ostiary nor Redis knows "
            + "?".repeat(200)
            + "...; --help lists what there is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "requirepass hunter2 hunter2",
        "requirepass \"hunter2",
        "REQUIREPASS hunter2 x",
        "requirepas hunter2",
        "masterauth 'hunter2",
        "user bob on >hunter2 \"x"
      })
  void showsNoPassword(String line) {
    file = Optional.of(write("a.conf", line));

    String name = line.substring(0, line.indexOf(' '));
    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(at(1) + "  " + name + " ***\n")
        .hasMessageNotContaining("hunter2");
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
        .extracting(SettingsLoaderTest::line)
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
  void refusesABadValueOfTheVerticle() {
    verticle.put("maxclients", 1.5);
    assertRefused(
        "bad configuration in the verticle's config():\n  \"maxclients\":1.5\nmaxclients"
            + MAXCLIENTS_TAKES
            + ", for example: \"maxclients\": 10000");

    verticle.clear();
    verticle.put("config-file", 5);
    assertRefused(
        "bad configuration in the verticle's config():\n  \"config-file\": 5\n"
            + "config-file takes the path of a file, in quotes");
  }

  @Test
  void refusesABadOption() {
    commandLine.put("maxclients", List.of("many", "more"));
    assertRefused(
        "bad configuration on the command line:\n  --maxclients many more\n--maxclients"
            + MAXCLIENTS_TAKES
            + ", for example: --maxclients 10000");

    commandLine.clear();
    commandLine.put("prot", List.of("1"));
    assertRefused(
        "bad configuration on the command line:\n  --prot 1\n"
            + "neither Ostiary nor Redis knows --prot; did you mean --port?");
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
  void readsIncludedFilesWhereTheyStand() throws IOException {
    Files.createDirectories(folder.resolve("sub/deep"));
    write("sub/b.conf", "port 2\ntimeout 2\ninclude deep/c.conf\n");
    write("sub/deep/c.conf", "timeout 3\ndatabases 3\n");
    file = Optional.of(write("a.conf", "port 1\ninclude sub/b.conf\ndatabases 1\n"));

    Settings settings = load();

    assertThat(settings.text(Directives.PORT)).isEqualTo("2");
    assertThat(settings.text(Directives.TIMEOUT)).isEqualTo("3");
    assertThat(settings.text(Directives.DATABASES)).isEqualTo("1");
  }

  @Test
  void includesAllThatMatchAPatternInTheOrderOfTheirNames() throws IOException {
    Files.createDirectories(folder.resolve("conf.d"));
    write("conf.d/20-b.conf", "port 20\n");
    write("conf.d/10-a.conf", "port 10\ntimeout 10\n");
    write("conf.d/.hidden.conf", "port 99\n");
    write("conf.d/{x}.txt", "databases 5\n");
    file =
        Optional.of(
            write("a.conf", "include conf.d/*.conf\ninclude conf.?/{*}.[st]xt\ninclude no/*.x\n"));

    Settings settings = load();

    assertThat(settings.text(Directives.PORT)).isEqualTo("20");
    assertThat(settings.text(Directives.TIMEOUT)).isEqualTo("10");
    assertThat(settings.text(Directives.DATABASES)).isEqualTo("5");
  }

  @Test
  void includesAFileTwiceButNotWithinItself() {
    String common = write("common.conf", "timeout 1\n");
    write("b.conf", "# b\ninclude a.conf\n");
    file = Optional.of(write("a.conf", "include common.conf\ninclude common.conf\n"));
    assertThat(load().text(Directives.TIMEOUT)).isEqualTo("1");

    file = Optional.of(write("a.conf", "include \"" + common + "\"\ninclude b.conf\n"));
    String b = folder.resolve("b.conf").toString();
    assertRefused(
        "bad configuration in "
            + b
            + ", line 2:\n  include a.conf\na file may not include itself: "
            + file.get()
            + " -> "
            + b
            + " -> "
            + file.get());
  }

  @Test
  void namesTheIncludedFileThatIsWrong() {
    String b = write("b.conf", "\nport x\n");
    file = Optional.of(write("a.conf", "include b.conf\n"));

    assertThatThrownBy(this::load)
        .hasMessageStartingWith("bad configuration in " + b + ", line 2:\n  port x\n");
  }

  @Test
  void namesTheLineThatIncludesAMissingFile() {
    file = Optional.of(write("a.conf", "\ninclude missing.conf\n"));

    assertRefused(
        at(2)
            + "  include missing.conf\ncannot read "
            + folder.resolve("missing.conf")
            + ": there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\\x00b\"", "[a", "[z-a]"})
  void refusesToIncludeWhatCanBeNoFile(String name) {
    file = Optional.of(write("a.conf", "include " + name));

    assertRefused(at(1) + "  include " + name + "\nthis can be the name of no file");
  }

  @Test
  void takesAnEmptyVariableForNoFileNamed() {
    environment.put("OSTIARY_CONFIG_FILE", "");

    assertThat(load().file()).isEmpty();
  }

  @Test
  void givesAnyProgramWhatARedisConfHolds() {
    String conf =
        write("a.conf", "port 1\nprotected-mode no\nbind a b\ntimeout 5\nproto-max-bulk-len 1mb\n");
    ConfigRetrieverOptions options =
        new ConfigRetrieverOptions()
            .addStore(
                new ConfigStoreOptions()
                    .setType("file")
                    .setFormat("redis-conf")
                    .setConfig(new JsonObject().put("path", conf)));

    JsonObject json = await(ConfigRetriever.create(vertx, options).getConfig());

    assertThat(json)
        .isEqualTo(
            new JsonObject()
                .put("port", 1)
                .put("protected-mode", false)
                .put("bind", new JsonArray().add("a").add("b"))
                .put("timeout", 5L)
                .put("proto-max-bulk-len", 1_048_576L));
  }

  /** A program that has no Vert.x yet must get the same, also the same complaint. */
  private Settings load() {
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

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::load).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }

  private String at(int line) {
    return "bad configuration in " + file.orElseThrow() + ", line " + line + ":\n";
  }

  private String write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
