package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.settings.ConfigurationException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users of a file and of the configuration. */
final class AclFileTest {

  private static final String NO_CHANGE =
      "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("users.acl"), text);
  }

  private JsonObject withFile() {
    return Served.local().put("dir", folder.toString()).put("aclfile", "users.acl");
  }

  @Test
  void loadsUsersAtTheStartAndAgain() throws Exception {
    file("user ann on >secret ~* +@all\n\nuser bob on nopass +ping\n");
    try (Served server = Served.with(withFile(), 2);
        Peer peer = server.peer();
        Peer bob = server.peer()) {
      assertThat(bob.ask("AUTH bob x")).isEqualTo("+OK");
      assertThat(peer.ask("AUTH ann secret")).isEqualTo("+OK");
      file("user eve on nopass +ping");
      assertThat(peer.ask("ACL LOAD")).isEqualTo("+OK");
      assertThat(peer.rest()).isEmpty();
      assertThat(bob.rest()).isEmpty();
      try (Peer late = server.peer()) {
        assertThat(late.ask("AUTH ann secret")).startsWith("-WRONGPASS");
        assertThat(late.ask("ACL USERS")).isEqualTo("*2");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usr ann on|users.acl:1 should start with user keyword followed by the username. ",
        "user|users.acl:1 should start with user keyword followed by the username. ",
        "user ann +nothing|users.acl:1: Error in applying operation '+nothing': Unknown command or"
            + " category name in ACL. ",
        "user ann hello|users.acl:1: Syntax error. ",
        "user ann (+get|users.acl:1: Unmatched parenthesis in selector definition. ",
        "user ann on;user ann off|WARNING: Duplicate user 'ann' found on line 2. ",
        "user ann on;;user bob x;usr|users.acl:3: Syntax error. users.acl:4 should start with user"
            + " keyword followed by the username. ",
      })
  void takesAFileWholeOrNotAtAll(String lines, String errors) throws Exception {
    file("user ann on nopass +@all");
    try (Served server = Served.with(withFile(), 1);
        Peer peer = server.peer()) {
      file(lines.replace(';', '\n'));
      assertThat(peer.ask("ACL LOAD")).isEqualTo("-ERR " + errors.strip() + " " + NO_CHANGE);
      assertThat(peer.ask("AUTH ann x")).isEqualTo("+OK");
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
    assertThatThrownBy(() -> Served.with(withFile(), 1).close())
        .cause()
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(errors.strip());
  }

  @Test
  void savesWhatItLoadsAgainAndKeepsTheModeOfTheFile() throws Exception {
    Path file = file("");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    try (Served server = Served.with(withFile(), 1);
        Peer peer = server.peer()) {
      peer.ask("ACL SETUSER ann on >secret ~a +get (~b +set)");
      assertThat(peer.ask("ACL SAVE")).isEqualTo("+OK");
      assertThat(file)
          .hasContent(
              "user ann on #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b ~a"
                  + " resetchannels -@all +get (~b resetchannels -@all +set)\n"
                  + "user default on nopass ~* &* +@all");
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
      assertThat(peer.ask("ACL LOAD")).isEqualTo("+OK");
      assertThat(peer.ask("AUTH ann secret")).isEqualTo("+OK");
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("ACL LOAD")).contains("not configured to use an ACL file");
      assertThat(peer.ask("ACL SAVE")).contains("not configured to use an ACL file");
    }
    assertRefused(
        withFile(), "Error loading ACLs, opening file 'users.acl': No such file or directory");
  }

  @Test
  void takesUsersOfTheConfiguration() throws Exception {
    JsonObject config =
        Served.local().put("user", JsonArray.of("ann on >secret +ping", "default on nopass +@all"));
    try (Served server = Served.with(config, 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("GET a")).startsWith("-NOPERM");
      assertThat(peer.ask("AUTH ann secret")).isEqualTo("+OK");
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void refusesRulesAtTheStartThatMakeNoSenseOrContradictEachOther() throws Exception {
    assertRefused(
        Served.local().put("user", "ann on +nothing"),
        "Error loading ACL rule '+nothing' for the user named 'ann': Unknown command");
    assertRefused(Served.local().put("user", "ann (+get"), "Unmatched parenthesis");
    file("");
    assertRefused(withFile().put("user", "ann on"), "but not both");
    assertRefused(
        Served.local().put("user", "default on nopass +@all").put("requirepass", "secret"),
        "needs no password");
  }

  @Test
  void aFileThatDoesNotNameTheDefaultUserLeavesItItsPassword() throws Exception {
    file("user ann on nopass +ping");
    try (Served server = Served.with(withFile().put("requirepass", "secret"), 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).startsWith("-NOAUTH");
      assertThat(peer.ask("AUTH secret")).isEqualTo("+OK");
      assertThat(peer.ask("ACL LOAD")).isEqualTo("+OK");
      try (Peer late = server.peer()) {
        assertThat(late.ask("PING")).startsWith("-NOAUTH");
      }
    }
  }

  private static void assertRefused(JsonObject config, String reason) {
    assertThatThrownBy(() -> Served.with(config, 1).close())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(reason);
  }
}
