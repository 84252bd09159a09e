package io.ostiary;

import io.ostiary.listen.Connector;
import io.ostiary.listen.Dialer;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.epoll.EpollDialer;
import io.ostiary.listen.epoll.EpollLoop;
import io.ostiary.listen.netserver.ChannelDialer;
import io.vertx.core.Context;
import java.util.Optional;

/** Chooses how an instance connects to servers, as {@link ListenerVerticle} does for listening. */
final class Connectors {

  private Connectors() {}

  /**
   * A connector for the loop of this context, to be used there.
   *
   * @param fastPath where the loop waits with epoll
   * @param options those of the listeners: keepalive, and what may wait for slow readers
   */
  static Connector of(Context context, Optional<EpollLoop> fastPath, ListenOptions options) {
    Dialer channels = new ChannelDialer(context, options);
    Dialer plainTcp = fastPath.<Dialer>map(loop -> new EpollDialer(loop, options)).orElse(channels);
    return new Connector(context, plainTcp, channels);
  }
}
