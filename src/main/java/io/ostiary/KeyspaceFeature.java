package io.ostiary;

import io.ostiary.command.Command;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoSection;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.store.KeyspaceInfo;
import io.ostiary.store.MemoryInfo;
import io.ostiary.store.Store;
import java.util.List;

/** The keyspace in memory, kept within {@code maxmemory}. Shared by all event loops and safe. */
final class KeyspaceFeature implements Feature {

  private final Store store;

  /** An empty one. */
  KeyspaceFeature(Settings settings) {
    this.store = new Store(settings.get(Directives.DATABASES));
  }

  @Override
  public List<Command> commands() {
    return store.commands().all();
  }

  @Override
  public List<InfoSection> info() {
    return List.of(
        new InfoSection("Memory", new MemoryInfo(store)::lines),
        new InfoSection("Keyspace", new KeyspaceInfo(store)::lines));
  }

  @Override
  public void follow(LiveSettings settings) {
    limit(settings.now());
    settings.onChange(Directives.MAXMEMORY, this::limit);
  }

  private void limit(Settings now) {
    store.maxBytes(now.get(Directives.MAXMEMORY));
  }
}
