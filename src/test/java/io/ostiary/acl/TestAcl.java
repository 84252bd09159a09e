package io.ostiary.acl;

import io.ostiary.client.ClientTable;
import io.ostiary.command.CommandTable;
import io.ostiary.command.FallbackCommands;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Stats;
import java.util.List;

/** Users for tests of what stands beside them. */
public final class TestAcl {

  private TestAcl() {}

  /** The users of these settings, without clients. */
  public static Acl of(LiveSettings settings) {
    Acl acl =
        new Acl(
            settings,
            new Stats(),
            new ClientTable(),
            () -> CommandTable.EMPTY,
            List::of,
            FallbackCommands.NONE);
    acl.begin(CommandTable.EMPTY);
    acl.follow(settings);
    return acl;
  }
}
