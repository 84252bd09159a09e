package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.ReplyDecoder;

/**
 * The connection for the subscriptions of all clients; made anew when it is lost. On one event
 * loop.
 */
final class PubSubLine extends ServerListener {

  private final GatewayLoop loop;
  private final UpstreamSubscriptions subscriptions;
  private final Backoff backoff = new Backoff();
  private Connection connection; // null: there is none
  private Setup setup;
  private ReplyDecoder decoder; // null: it is not set up
  private long downMillis;
  private boolean down;
  private boolean closed;
  private String reason = "not connected yet";
  private Destination destination; // where the last attempt led; null: nowhere

  /** Connects at once. */
  PubSubLine(GatewayLoop loop, UpstreamSubscriptions subscriptions) {
    this.loop = loop;
    this.subscriptions = subscriptions;
    this.downMillis = loop.nowMillis();
    connect();
  }

  private void connect() {
    if (closed) {
      return;
    }
    loop.connect(subscriptions.node(), found -> destination = found)
        .onComplete(this::connected, failure -> rest(failure.getMessage()));
  }

  private void connected(Connection made) {
    if (closed) {
      made.close();
      return;
    }
    connection = made;
    setup = new Setup(loop, loop.pubsubKind(), false);
    made.serve(this);
    setup
        .done()
        .onComplete(
            done -> {
              if (connection == made) {
                setUp(done.cause());
              }
            });
    setup.begin(made, false);
  }

  private void setUp(Throwable failure) {
    if (failure != null) {
      end(failure.getMessage());
      return;
    }
    decoder = new ReplyDecoder(loop.allocator(), Integer.MAX_VALUE);
    backoff.succeeded();
    down = false;
    subscriptions.ready();
  }

  private void rest(String why) {
    reason = why;
    loop.servers().lost(loop);
    if (closed) {
      return;
    }
    if (loop.nowMillis() - downMillis >= loop.connectTimeout().toMillis()) {
      down = true;
      subscriptions.unreachable(unreachable());
    }
    loop.after(backoff.failed(), this::connect);
  }

  boolean isReady() {
    return decoder != null;
  }

  /** Whether there has been no connection for so long that commands do not wait for one. */
  boolean isDown() {
    return down;
  }

  ErrorReply unreachable() {
    return UpstreamErrors.unreachable(destination, reason);
  }

  /** The server is there now: a connection to another ends. */
  void leadTo(Destination server) {
    if (connection != null && !server.equals(destination)) {
      end("it is not the master any more");
    }
  }

  /** Sends a request; it is ready. */
  void send(ByteBuf request) {
    connection.send(request);
  }

  @Override
  void read(ByteBuf bytes) throws ProtocolException {
    loop.gateway().stats().received(bytes.readableBytes());
    if (decoder == null) {
      setup.exchange().read(bytes);
      return;
    }
    decoder.feed(bytes.retain());
    while (decoder != null && decoder.next()) {
      subscriptions.received(decoder.reply());
    }
  }

  @Override
  void end(String why) {
    Connection ended = connection;
    lost(why);
    if (ended != null) {
      ended.close();
    }
  }

  private void lost(String why) {
    if (connection == null) {
      return;
    }
    connection = null;
    setup.lost(why);
    if (decoder != null) {
      decoder.close();
      decoder = null;
      downMillis = loop.nowMillis();
    }
    if (!closed) {
      rest(why);
    }
  }

  /** Another server is behind: what is subscribed to is asked of that one. */
  void reconnect() {
    end("another server has taken over");
  }

  /** It is not needed any more. */
  void close() {
    closed = true;
    if (connection != null) {
      connection.close();
    }
  }
}
