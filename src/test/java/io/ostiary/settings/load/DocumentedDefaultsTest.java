package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code conf/ostiary.conf}, the manual, states the defaults in force. */
class DocumentedDefaultsTest {

  private static final Path CONF = Path.of("conf", "ostiary.conf");

  private final Map<String, List<String>> stated = new LinkedHashMap<>();
  private String text;

  @BeforeEach
  void readTheFile() throws IOException {
    text = Files.readString(CONF);
    RedisConf.read(
        new RedisConf.Source(CONF.toString(), CONF.toRealPath(), Files.readAllBytes(CONF)),
        new ConfFiles(),
        (name, words, place) ->
            assertThat(stated.put(name, ConfWords.texts(words))).as(name).isNull());
  }

  @Test
  void statesTheDefaultOfEveryDirective() {
    for (Directive<?> directive : Directives.all()) {
      // The number of processors depends on the machine; the others have no line that says nothing.
      if (directive != Directives.EVENT_LOOPS
          && directive != Directives.RENAME_COMMAND
          && directive != Directives.USER) {
        assertThat(stated).containsKey(directive.name());
        assertThat(directive.parse(stated.get(directive.name())))
            .as(directive.name())
            .isEqualTo(directive.defaultValue());
      }
    }
    assertThat(text).contains("\n# event-loops 4\n");
    assertThat(text).contains("\n# rename-command CONFIG \"\"\n");
    assertThat(stated).hasSize(Directives.all().size() - 3);
  }

  @Test
  void givesAnExampleThatIsRightForEveryDirective() {
    for (Directive<?> directive : Directives.all()) {
      assertThat(directive.parse(ConfWords.texts(ConfWords.of(directive.example())))).isNotNull();
    }
  }

  @Test
  void explainsEveryDirectiveBeforeItsLine() {
    List<String> lines = text.lines().toList();
    for (String name : stated.keySet()) {
      int line =
          lines.indexOf(lines.stream().filter(l -> l.startsWith(name + " ")).findAny().get());
      assertThat(lines.get(line - 1)).as(name).startsWith("# ");
    }
  }

  @Test
  void marksExactlyWhatARunningServerTakes() {
    for (String paragraph : text.split("\n\n(?=# [A-Z])", -1)) {
      for (Directive<?> directive : Directives.all()) {
        if (paragraph.lines().anyMatch(line -> line.startsWith(directive.name() + " "))) {
          assertThat(paragraph.contains("Live")).as(directive.name()).isEqualTo(directive.isLive());
        }
      }
    }
  }

  @Test
  void changesNothingWhereItIsReadWithoutBeingNamed() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Settings settings = SettingsLoader.load(vertx, new JsonObject()).await(20, TimeUnit.SECONDS);

      assertThat(settings.file()).contains(CONF.toAbsolutePath().toString());
      assertThat(settings.notices()).isEmpty();
      for (Directive<?> directive : Directives.all()) {
        assertThat(settings.text(directive)).isEqualTo(directive.defaultText());
      }
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }
}
