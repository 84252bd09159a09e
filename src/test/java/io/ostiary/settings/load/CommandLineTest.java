package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.load.CommandLine.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void servesWithNothingGiven() {
    CommandLine line = CommandLine.parse();

    assertThat(line.mode()).isEqualTo(Mode.SERVE);
    assertThat(line.file()).isEmpty();
    assertThat(line.directives()).isEmpty();
  }

  @Test
  void takesAFileAndDirectivesAsRedisServerDoes() {
    CommandLine line =
        CommandLine.parse(
            "a.conf", "--PORT", "-1", "--bind", "127.0.0.1", "-::1", "--requirepass", "a b");

    assertThat(line.file()).contains("a.conf");
    assertThat(line.directives())
        .isEqualTo(
            Map.of(
                "port", List.of("-1"),
                "bind", List.of("127.0.0.1", "-::1"),
                "requirepass", List.of("a b")));
  }

  @Test
  void takesAValueBehindAnEqualsSign() {
    CommandLine line = CommandLine.parse("--requirepass=--a=b", "--port=1");

    assertThat(line.directives())
        .isEqualTo(Map.of("requirepass", List.of("--a=b"), "port", List.of("1")));
  }

  @Test
  void takesTheLastOfTwo() {
    assertThat(CommandLine.parse("--port", "1", "--port", "2").directives())
        .isEqualTo(Map.of("port", List.of("2")));
  }

  @Test
  void takesAnOptionAndItsValueAsOneArgument() {
    CommandLine line =
        CommandLine.parse(
            "--maxmemory 700mb", "--requirepass \"a b=c\"", "--bind ::1", "127.0.0.1");

    assertThat(line.directives())
        .isEqualTo(
            Map.of(
                "maxmemory", List.of("700mb"),
                "requirepass", List.of("a b=c"),
                "bind", List.of("::1", "127.0.0.1")));
  }

  @Test
  void takesAnOptionWithoutAValue() {
    assertThat(CommandLine.parse("--save", "--port", "6380").directives())
        .isEqualTo(Map.of("save", List.of(), "port", List.of("6380")));
  }

  @Test
  void takesADirectiveWithoutDashesAfterTheFile() {
    CommandLine line = CommandLine.parse("a.conf", "loglevel", "verbose", "--port", "1");

    assertThat(line.file()).contains("a.conf");
    assertThat(line.directives())
        .isEqualTo(Map.of("loglevel", List.of("verbose"), "port", List.of("1")));
  }

  @Test
  void takesAllRenamesTogether() {
    assertThat(
            CommandLine.parse("--rename-command", "a", "", "--Rename-Command", "b", "c")
                .directives())
        .isEqualTo(Map.of("rename-command", List.of("a", "", "b", "c")));
  }

  @ParameterizedTest
  @CsvSource({
    "--help, HELP",
    "-h, HELP",
    "--version, VERSION",
    "-v, VERSION",
    "--check, CHECK",
    "--port 1 --check, CHECK",
    "a.conf --check --port 1, CHECK",
    "--help --version, HELP",
    "--check --help, HELP"
  })
  void knowsWhatTheStartIsFor(String arguments, Mode mode) {
    assertThat(CommandLine.parse(arguments.split(" ")).mode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- | - | the configuration is not read from standard input; name a file",
        "--port 1 - | - | the configuration is not read from standard input; name a file",
        "a.conf b.conf | b.conf | the file comes first, then --DIRECTIVE VALUE; see --help",
        "--port=1 2 | 2 | the file comes first, then --DIRECTIVE VALUE; see --help",
        "--check a.conf | a.conf | the file comes first, then --DIRECTIVE VALUE; see --help",
        "-x | -x | the file comes first, then --DIRECTIVE VALUE; see --help",
        "-p 6380 | -p | the port is given by --port 6380",
        "-p | -p | the port is given by --port 6379",
        "-c a.conf | -c | the configuration file is named without an option, as the first argument",
        "-port 1 | -port | directives begin with two dashes: --port",
        "a.conf loglevel debug --check port | port | directives begin with two dashes: --port"
      })
  void refusesArgumentsThatMakeNoSense(String arguments, String named, String advice) {
    assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("bad configuration on the command line:\n  " + named + "\n" + advice);
  }

  @Test
  void helpsWithEveryDirectiveAndItsDefault() {
    String help = CommandLine.help();

    for (Directive<?> directive : Directives.all()) {
      assertThat(help).contains("  --" + directive.name() + "\n      " + directive.summary());
    }
    assertThat(help).contains("[* -::*]").contains("[\"\"]").contains("--check");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
  }
}
