package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.Directives;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Directives on the command line. */
class OptionsTest extends LoaderFixture {

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
  void takesAListWithoutAValueForAnEmptyOneAndIgnoresSaveWithoutOne() {
    commandLine.put("bind", List.of());
    commandLine.put("save", List.of());

    assertThat(load().get(Directives.BIND)).isEmpty();
  }

  @Test
  void refusesAnyOtherOptionWithoutAValue() {
    commandLine.put("requirepass", List.of());

    assertThatThrownBy(this::load).hasMessageContaining("--requirepass takes a password");
  }

  @Test
  void saysThatADirectiveIsNoFile() {
    file = Optional.of("loglevel");

    assertRefused(
        "cannot read the configuration file loglevel: there is no such file; if the directive is"
            + " meant, write --loglevel");
  }
}
