package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.settings.ConfigurationException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** {@code rename-command} over a real socket. */
class RenameCommandTest {

  @Test
  void takesACommandAwayAndGivesOthersANewName() throws ExecutionException {
    JsonObject renames = new JsonObject().put("SHUTDOWN", "").put("CONFIG", "Secret-Config");
    renames.put("get", "fetch");
    try (Served server = Served.with(Served.local().put("rename-command", renames), 2);
        Peer peer = server.peer()) {
      assertThat(peer.ask("SHUTDOWN NOSAVE")).startsWith("-ERR unknown command 'SHUTDOWN'");
      assertThat(peer.ask("CONFIG GET port")).startsWith("-ERR unknown command 'CONFIG'");
      assertThat(peer.ask("SECRET-CONFIG SET maxclients 7")).isEqualTo("+OK");
      assertThat(peer.ask("secret-config nosuch"))
          .isEqualTo("-ERR unknown subcommand 'nosuch'. Try SECRET-CONFIG HELP.");
      assertThat(peer.ask("secret-config get"))
          .isEqualTo("-ERR wrong number of arguments for 'secret-config|get' command");
      assertThat(peer.ask("GET a")).startsWith("-ERR unknown command");
      assertThat(peer.ask("FETCH a")).isEqualTo("$-1");
      assertThat(peer.ask("COMMAND INFO config")).isEqualTo("*1");
    }
  }

  @Test
  void configShowsNobodyTheNewNames() throws ExecutionException {
    JsonObject renames = new JsonObject().put("get", "fetch");
    try (Served server = Served.with(Served.local().put("rename-command", renames), 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("CONFIG GET rename-command")).isEqualTo("*0");
      assertThat(peer.ask("CONFIG SET rename-command \"get x\""))
          .isEqualTo(
              "-ERR Unknown option or number of arguments for CONFIG SET - 'rename-command'");
    }
  }

  @Test
  void aCommandThatDoesNotExistEndsTheStart() {
    JsonObject renames = new JsonObject().put("GTE", "x");

    assertThatThrownBy(() -> Served.with(Served.local().put("rename-command", renames), 1).close())
        .hasCauseInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no command 'gte' to rename");
  }

  @Test
  void aNameThatIsTakenEndsTheStart() {
    JsonObject renames = new JsonObject().put("get", "set");

    assertThatThrownBy(() -> Served.with(Served.local().put("rename-command", renames), 1).close())
        .hasCauseInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is a command 'set' already");
  }

  @Test
  void whatAUserMayNotDoItMayNotDoByAnotherNameEither() throws Exception {
    JsonObject renames =
        new JsonObject().put("SUBSCRIBE", "subs").put("PUBLISH", "pub").put("SELECT", "sel");
    try (Served server = Served.with(Served.local().put("rename-command", renames), 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("ACL SETUSER ann on nopass +@all ~* resetchannels db=0"))
          .isEqualTo("+OK");
      assertThat(peer.ask("AUTH ann x")).isEqualTo("+OK");
      assertThat(peer.ask("subs secret")).startsWith("-NOPERM");
      assertThat(peer.ask("pub secret x")).startsWith("-NOPERM");
      assertThat(peer.ask("sel 5")).startsWith("-NOPERM");
    }
  }
}
