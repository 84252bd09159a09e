package io.ostiary.command;

import io.ostiary.resp.Reply;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.Map;

/** What a server without another behind it says of itself. Safe from any thread. */
public record OwnIdentity(LiveSettings settings, String version) implements ServerIdentity {

  @Override
  public int databases() {
    return settings.now().get(Directives.DATABASES);
  }

  @Override
  public Map<String, Reply> greeting() {
    return ServerIdentity.greeting(version);
  }
}
