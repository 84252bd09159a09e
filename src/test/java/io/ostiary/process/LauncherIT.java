package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verticle under both of Vert.x's launchers. */
final class LauncherIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "io.vertx.core.Launcher run,{},nio",
    "io.vertx.core.Launcher run,{\"preferNativeTransport\":true},epoll",
    "io.vertx.launcher.application.VertxApplication,{},nio",
    "io.vertx.launcher.application.VertxApplication,{\"preferNativeTransport\":true},epoll"
  })
  void servesWithTheSettingsItIsGiven(String launcher, String options, String transport)
      throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("settings.json"),
            "{\"port\": -1, \"bind\": [\"127.0.0.1\"], \"maxclients\": 17}");
    List<String> command = new ArrayList<>(List.of(Program.java(), "-cp", Program.jar()));
    command.addAll(List.of(launcher.split(" ")));
    command.addAll(List.of("io.ostiary.ListenerVerticle", "-conf", settings.toString()));
    command.addAll(List.of("-instances", "2", "-options", options));
    try (Program server = Program.start(command, Map.of()).ready();
        Peer peer = Peer.to(server.port())) {
      String info = peer.askBulk("INFO everything");
      assertThat(info).contains("multiplexing_api:" + transport, "event_loops:2", "maxclients:17");
    }
  }
}
