package io.ostiary.command.server;

import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.command.Command;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.command.ServerFacts;
import io.ostiary.stats.Stats;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@code INFO} with the server and statistics sections. */
public final class InfoCommands implements Feature {

  /** The Redis version whose commands and fields this server is compatible with. */
  private static final String COMPATIBLE_VERSION = "7.2.4";

  private final ServerFacts facts;
  private final Stats stats;
  private final Supplier<List<InfoSection>> sections;

  /**
   * The command of a server.
   *
   * @param sections those of all features; read when the command runs
   */
  public InfoCommands(ServerFacts facts, Stats stats, Supplier<List<InfoSection>> sections) {
    this.facts = facts;
    this.stats = stats;
    this.sections = sections;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        Command.of("INFO", -1, new Info(sections))
            .flags(LOADING, STALE)
            .summary("Shows facts and figures, by section.")
            .arguments("[section [section ...]]")
            .since("1.0.0")
            .group("server"));
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Server", this::server), new InfoSection("Stats", stats::info));
  }

  private String server() {
    String os = property("os.name") + " " + property("os.version") + " " + property("os.arch");
    InfoLines lines =
        new InfoLines()
            .add("redis_version", COMPATIBLE_VERSION)
            .add("server_name", "ostiary")
            .add("ostiary_version", facts.version())
            .add("redis_mode", "standalone")
            .add("os", os)
            .add("arch_bits", property("os.arch").contains("64") ? 64 : 32)
            .add("multiplexing_api", facts.transport())
            .add("java_version", property("java.version"))
            .add("process_id", ProcessHandle.current().pid())
            .add("run_id", facts.runId())
            .add("tcp_port", facts.port().getAsInt());
    clock(lines, facts.startedMillis());
    lines.add("event_loops", facts.eventLoops()).add("config_file", facts.configFile());
    List<String> listeners = facts.listeners().get();
    for (int i = 0; i < listeners.size(); i++) {
      lines.add("listener" + i, listeners.get(i));
    }
    return lines.toString();
  }

  private static void clock(InfoLines lines, long startedMillis) {
    Instant now = Instant.now();
    long microseconds =
        TimeUnit.SECONDS.toMicros(now.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    // The clock may have been set back.
    long upMillis = Math.max(0, now.toEpochMilli() - startedMillis);
    lines
        .add("server_time_usec", microseconds)
        .add("uptime_in_seconds", TimeUnit.MILLISECONDS.toSeconds(upMillis))
        .add("uptime_in_days", TimeUnit.MILLISECONDS.toDays(upMillis));
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
