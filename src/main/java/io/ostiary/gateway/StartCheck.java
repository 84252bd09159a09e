package io.ostiary.gateway;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.ostiary.settings.UpstreamAuth;
import io.ostiary.settings.UpstreamMode;
import io.ostiary.settings.UpstreamUrl;

/** Refuses settings of a gateway that contradict each other, or ask for what it cannot do. */
final class StartCheck {

  private StartCheck() {}

  /**
   * Looks at them.
   *
   * @throws ConfigurationException naming the directive, and saying what would be right
   */
  static void check(Settings settings) {
    UpstreamUrl url = Upstreams.url(settings);
    UpstreamMode mode = settings.get(Directives.UPSTREAM_MODE);
    boolean sentinels = url.scheme() == UpstreamUrl.Scheme.SENTINEL;
    String given = "upstream-mode " + settings.text(Directives.UPSTREAM_MODE);
    refuseIf(
        sentinels && mode != UpstreamMode.AUTO && mode != UpstreamMode.SENTINEL,
        given,
        "upstream names Sentinels (redis+sentinel://): use auto or sentinel");
    refuseIf(
        !sentinels && mode == UpstreamMode.SENTINEL,
        given,
        "upstream names no Sentinels: write redis+sentinel://host:port,host:port/master-name");
    refuseIf(
        !sentinels && url.hosts().size() > 1 && mode == UpstreamMode.SINGLE,
        given,
        "upstream names several servers, and those are a cluster: name one, or use auto or cluster");
    refuseIf(
        url.scheme() == UpstreamUrl.Scheme.UNIX && mode == UpstreamMode.CLUSTER,
        given,
        "a cluster is reached at TCP ports, not at the unix socket that upstream names");
    refuseIf(
        mode == UpstreamMode.CLUSTER && url.database() != 0,
        given,
        "a cluster has database 0 alone, and upstream names another");
    refuseIf(
        settings.get(Directives.UPSTREAM_AUTH) == UpstreamAuth.PASSTHROUGH && hasUsers(settings),
        "upstream-auth passthrough",
        "the server behind judges logins then, and not the users that user or aclfile names: use"
            + " auto or gateway");
  }

  /** Whether the configuration names users, who are judged here. */
  static boolean hasUsers(Settings settings) {
    return !settings.get(Directives.USER).isEmpty() || !settings.get(Directives.ACLFILE).isEmpty();
  }

  private static void refuseIf(boolean wrong, String directive, String reason) {
    if (wrong) {
      throw new ConfigurationException("bad configuration: " + directive + ": " + reason);
    }
  }
}
