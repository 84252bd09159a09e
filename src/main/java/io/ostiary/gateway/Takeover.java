package io.ostiary.gateway;

import io.ostiary.settings.Applier;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * A live change of {@code upstream}: another server takes over when it has answered; clients stay
 * connected. Any thread.
 */
final class Takeover {

  private static final String UPSTREAM = Directives.UPSTREAM.name();

  private final Gateway gateway;

  Takeover(Gateway gateway) {
    this.gateway = gateway;
  }

  void follow(LiveSettings live) {
    live.check(Directives.UPSTREAM, this::check);
    live.apply(Directives.UPSTREAM, this::prepare);
  }

  private void check(Settings next) {
    if (next.get(Directives.UPSTREAM).isEmpty()) {
      throw new SettingException(
          UPSTREAM, "can be changed to another server, not to none: restart");
    }
    if (!gateway.servers().mayBeChanged() || !Upstreams.isOneServer(next)) {
      throw new SettingException(
          UPSTREAM,
          "one server can be changed to another, not from or to a cluster or Sentinels: restart");
    }
  }

  private Future<Applier.Prepared> prepare(Settings next) {
    GatewayLoop loop = gateway.loops().any();
    Promise<Void> answered = Promise.promise();
    loop.connector().afterTurn(() -> UpstreamProbe.of(loop, next).onComplete(answered));
    return answered
        .future()
        .<Applier.Prepared>map(nothing -> () -> gateway.takesOver(next))
        .recover(cause -> Future.failedFuture(refusal(next, cause)));
  }

  private static SettingException refusal(Settings next, Throwable cause) {
    String where = UpstreamErrors.told(Upstreams.destination(next), cause.getMessage());
    return new SettingException(UPSTREAM, "upstream is unreachable: " + where);
  }
}
