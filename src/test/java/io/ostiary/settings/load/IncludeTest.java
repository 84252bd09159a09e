package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code include} directive. */
class IncludeTest extends LoaderFixture {

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
}
