package io.ostiary.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTableTest {

  @Test
  void renamesCommandsAndTakesSomeOut() {
    CommandTable table = CommandTable.of(List.of(command("a"), command("b"), command("c")));

    CommandTable renamed = table.renamed(Map.of("a", "", "b", "A", "c", "b"));

    assertThat(renamed.all()).extracting(Command::name).containsExactly("a", "b");
    assertThat(table.renamed(Map.of()).all()).isEqualTo(table.all());
  }

  @Test
  void renamesAContainerWithItsSubcommandsAndTheirHelp() {
    Command config = Command.container("CONFIG", command("get").summary("Gets.")).group("server");
    CommandTable renamed = CommandTable.of(List.of(config)).renamed(Map.of("config", "Hidden"));

    Command hidden = renamed.find("hidden").orElseThrow();
    assertThat(hidden.subcommands())
        .extracting(Command::fullName)
        .containsExactly("hidden|get", "hidden|help");
    assertThat(hidden.documentation().group()).isEqualTo("server");
    Reply help = hidden.subcommand("help").orElseThrow().handler().run(null, Request.of("x"));
    assertThat(help.toString()).contains("HIDDEN <subcommand>").doesNotContain("CONFIG");
    assertThat(hidden.handler().run(null, Request.of("x")).toString()).contains("HIDDEN");
  }

  @Test
  void refusesToRenameWhatIsNotThereOrToANameThatIsTaken() {
    CommandTable table = CommandTable.of(List.of(command("a"), command("b")));

    assertThatThrownBy(() -> table.renamed(Map.of("x", "y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no command 'x' to rename");
    assertThatThrownBy(() -> table.renamed(Map.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is a command 'b' already");
  }

  @Test
  void findsACommandInAnyCase() {
    CommandTable table = CommandTable.of(List.of(command("GreeT")));
    assertThat(table.find("greet")).map(Command::name).contains("greet");
    assertThat(table.find("GREET")).isPresent();
    assertThat(table.find(Request.of("x", "gREEt"), 1)).isNotNull();
  }

  @Test
  void findsNothingUnderAnotherName() {
    CommandTable table = CommandTable.of(List.of(command("greet")));
    assertThat(table.find("greets")).isEmpty();
    assertThat(table.find("")).isEmpty();
    assertThat(CommandTable.EMPTY.find("greet")).isEmpty();
  }

  @Test
  void takesOnlyLettersForOneAnotherWhateverTheirCase() {
    CommandTable table =
        CommandTable.of(List.of(command("a@"), command("a["), command("a-b"), command("a^longer")));
    for (String other : List.of("a`", "a{", "a\rb", "a~longer", "a^LONGER\0", "\0a@", "á")) {
      assertThat(table.find(other)).isEmpty();
    }
    assertThat(table.find("A@")).isPresent();
    assertThat(table.find("A-B")).isPresent();
    assertThat(table.find("A^Longer")).isPresent();
    assertThat(CommandTable.of(List.of(command("a`"), command("a@"))).all()).hasSize(2);
  }

  @Test
  void tellsLongNamesApartThatEndAlike() {
    CommandTable table =
        CommandTable.of(List.of(command("x-unsubscribe"), command("y-unsubscribe")));
    assertThat(table.find("X-UNSUBSCRIBE")).map(Command::name).contains("x-unsubscribe");
    assertThat(table.find("Y-Unsubscribe")).map(Command::name).contains("y-unsubscribe");
    assertThat(table.find("z-unsubscribe")).isEmpty();
    assertThat(table.find("\ry-unsubscribe")).isEmpty();
    assertThat(table.find("subscribe")).isEmpty();
    assertThat(table.find("bscribe")).isEmpty();
  }

  @Test
  void refusesTwoCommandsOfOneName() {
    assertThatThrownBy(() -> CommandTable.of(List.of(command("greet"), command("GREET"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'greet'");
  }

  @Test
  void findsEachOfManyAndKeepsTheirOrder() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      commands.add(command("command" + i));
    }
    CommandTable table = CommandTable.of(commands);
    assertThat(table.all()).containsExactlyElementsOf(commands);
    for (Command command : commands) {
      assertThat(table.find(command.name())).containsSame(command);
    }
    assertThat(table.find("command500")).isEmpty();
  }

  @Test
  void putsACommandInThePlaceOfAnotherOnlyWhereThereIsOne() {
    Command first = command("first");
    Command other = command("SECOND");
    CommandTable table = CommandTable.of(List.of(first, command("second")));
    assertThat(table.replacing(CommandTable.of(List.of(other))).all())
        .containsExactly(first, other);
    assertThatThrownBy(() -> table.replacing(CommandTable.of(List.of(command("third")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'third'");
  }

  private static Command command(String name) {
    return Command.of(name, 1, (client, request) -> Reply.OK);
  }
}
