package io.ostiary.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.resp.Reply;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final CommandHandler NOTHING = (client, request) -> Reply.OK;

  @Test
  void refusesANameThatNoClientCouldSend() {
    assertThatThrownBy(() -> Command.of("two words", 1, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two words");
    assertThatThrownBy(() -> Command.of("", 1, NOTHING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnArityOfZero() {
    assertThatThrownBy(() -> Command.of("greet", 0, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("greet");
  }

  @Test
  void changesACopy() {
    Command plain = Command.of("greet", 2, NOTHING);
    Command full = plain.flags(CommandFlag.FAST).keys(1, -1, 1).summary("Greets.").since("1.0.0");
    assertThat(plain.flags()).isEmpty();
    assertThat(plain.keys().first()).isZero();
    assertThat(full.flags()).containsExactly(CommandFlag.FAST);
    assertThat(full.keys()).isEqualTo(new KeyPositions(1, -1, 1, Set.of()));
    assertThat(full.documentation())
        .isEqualTo(new Documentation("Greets.", "", "generic", "1.0.0"));
  }

  @Test
  void namesASubcommandByItsContainerToo() {
    Command container = Command.container("SHOP", Command.of("BUY", 3, NOTHING)).group("trade");
    assertThat(container.isContainer()).isTrue();
    assertThat(container.subcommand("buy")).map(Command::fullName).contains("shop|buy");
    assertThat(container.subcommand("help")).isPresent();
    assertThat(container.subcommands())
        .allMatch(subcommand -> subcommand.documentation().group().equals("trade"));
  }
}
