package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Secret;
import io.ostiary.settings.Settings;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in redis.conf syntax. */
class RedisConfTest extends LoaderFixture {

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

  @ParameterizedTest
  @ValueSource(strings = {"a.conf", "a.yaml", "a.properties"})
  void takesAnEmptyFileForNothingSaid(String name) {
    file = Optional.of(write(name, ""));

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

  @ParameterizedTest
  @ValueSource(
      strings = {"port 1 # a comment", "maxclients 5 #five", "bind 127.0.0.1 # here", "bind #all"})
  void saysThatACommentStandsAlone(String line) {
    file = Optional.of(write("a.conf", line));

    assertRefused(
        at(1)
            + "  "
            + line
            + "\na comment stands on a line of its own: nothing may follow a directive");
  }

  @Test
  void takesAPasswordThatLooksLikeAComment() {
    file = Optional.of(write("a.conf", "requirepass #secret"));

    assertThat(load().get(Directives.REQUIREPASS)).isEqualTo(Secret.of("#secret"));
  }

  @Test
  void refusesACommandThatIsRenamedTwice() {
    file = Optional.of(write("a.conf", "rename-command CONFIG \"\"\nrename-command config x\n"));

    assertRefused(at(2) + "  rename-command config x\nthe command config is renamed twice");
  }
}
