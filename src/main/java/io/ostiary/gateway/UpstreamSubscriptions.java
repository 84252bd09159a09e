package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.ostiary.listen.Destination;
import io.ostiary.pubsub.Kind;
import io.ostiary.pubsub.Source;
import io.ostiary.pubsub.Subscriptions;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.RawReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One subscription at the server behind for each channel and pattern that any client has subscribed
 * to here, all over one connection; made anew when that is lost. What is published meanwhile is
 * missed, as by every subscriber of a server that is gone.
 *
 * <p>It lives on the event loop that joined first; as a {@link ShardedSource} says, methods are
 * called on any.
 */
final class UpstreamSubscriptions {

  private static final ErrorReply NO_LOOP = new ErrorReply("ERR the gateway does not serve yet");

  /** What is subscribed to; its name is compared by its bytes. */
  private record Topic(Kind kind, ByteBuffer name) {}

  private final Node node;
  private final ShardedSource all;
  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final Map<Topic, Promise<Void>> wanted = new LinkedHashMap<>();
  private final Deque<Topic> asked = new ArrayDeque<>(); // whose confirmations are due
  private volatile Subscriptions deliversTo;
  private volatile GatewayLoop home; // null: no loop has joined
  private PubSubLine line; // null: not needed yet

  /**
   * At one server.
   *
   * @param all of which this is a part
   */
  UpstreamSubscriptions(Node node, ShardedSource all) {
    this.node = node;
    this.all = all;
  }

  /** The server. */
  Node node() {
    return node;
  }

  /** Says who gets messages; once, before a client is served. */
  void deliverTo(Subscriptions subscriptions) {
    deliversTo = subscriptions;
  }

  /** A loop has joined. */
  synchronized void offer(GatewayLoop loop) {
    if (home == null) {
      home = loop;
    }
  }

  /** A loop has left; what lived there is over. */
  synchronized void withdraw(GatewayLoop loop) {
    if (home == loop) {
      home = null;
      if (line != null) {
        line.close();
        line = null;
      }
    }
  }

  /** Another server is behind from now on. From any thread. */
  void takesOver() {
    GatewayLoop loop = home;
    if (loop != null) {
      loop.connector()
          .afterTurn(
              () -> {
                if (line != null) {
                  line.reconnect();
                }
              });
    }
  }

  // From any thread

  /** See {@link Source#subscribe}. */
  Future<Void> subscribe(Kind kind, byte[] name) {
    GatewayLoop loop = home;
    if (loop == null) {
      return Future.failedFuture(new ArgumentException(NO_LOOP.text()));
    }
    Promise<Void> confirmed = Promise.promise();
    loop.connector().afterTurn(() -> want(new Topic(kind, ByteBuffer.wrap(name)), confirmed));
    return confirmed.future();
  }

  /** See {@link Source#unsubscribe}. */
  void unsubscribe(Kind kind, byte[] name) {
    GatewayLoop loop = home;
    if (loop != null) {
      loop.connector().afterTurn(() -> forget(new Topic(kind, ByteBuffer.wrap(name))));
    }
  }

  // On the loop it lives on

  private void want(Topic topic, Promise<Void> confirmed) {
    wanted.put(topic, confirmed);
    if (line == null) {
      line = new PubSubLine(home, this);
    }
    if (line.isDown()) {
      confirmed.tryFail(new ArgumentException(line.unreachable().text()));
    } else if (line.isReady()) {
      ask(topic);
    }
  }

  private void ask(Topic topic) {
    asked.add(topic);
    line.send(request(subscribeCommand(topic.kind()), topic.name().array()));
  }

  private void forget(Topic topic) {
    Promise<Void> gone = wanted.remove(topic);
    if (gone != null && line != null && line.isReady()) {
      String command = subscribeCommand(topic.kind()).replace("SUBSCRIBE", "UNSUBSCRIBE");
      line.send(request(command, topic.name().array()));
    }
    closeIfUnused();
  }

  /** A line to a node of a cluster is there for what that has. */
  private void closeIfUnused() {
    if (wanted.isEmpty() && line != null && !node.equals(Node.ANY)) {
      line.close();
      line = null;
    }
  }

  /** Subscribes to a channel that was at another node; on the home loop. */
  void takeOver(byte[] name, Promise<Void> waiting) {
    want(new Topic(Kind.SHARD_CHANNEL, ByteBuffer.wrap(name)), waiting);
  }

  /** Another server is the master; on the home loop. */
  void leadTo(Destination server) {
    if (line != null) {
      line.leadTo(server);
    }
  }

  private void giveAway(Topic topic) {
    Promise<Void> waiting = wanted.remove(topic);
    if (waiting != null && home != null) {
      all.moved(home, this, topic.name().array(), waiting);
    }
    closeIfUnused();
  }

  private static String subscribeCommand(Kind kind) {
    return switch (kind) {
      case CHANNEL -> "SUBSCRIBE";
      case PATTERN -> "PSUBSCRIBE";
      case SHARD_CHANNEL -> "SSUBSCRIBE";
    };
  }

  private static ByteBuf request(String command, byte[] name) {
    return Wire.request(command.getBytes(StandardCharsets.US_ASCII), name);
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** There is a connection: all that is wanted is asked for. */
  void ready() {
    asked.clear();
    List.copyOf(wanted.keySet()).forEach(this::ask);
  }

  /** There has been no connection for long: those who wait for one wait no more. */
  void unreachable(ErrorReply why) {
    List.copyOf(wanted.keySet()).stream()
        .filter(topic -> topic.kind() == Kind.SHARD_CHANNEL)
        .filter(topic -> all.hasMoved(topic.name().array(), node))
        .forEach(this::giveAway);
    wanted.values().forEach(waiting -> waiting.tryFail(new ArgumentException(why.text())));
  }

  /** Takes what the server behind has sent. */
  void received(RawReply frame) {
    Reply message = ReplyReader.read(frame.slice());
    if (message instanceof ErrorReply refused) {
      Topic topic = asked.poll();
      Promise<Void> waiting = topic == null ? null : wanted.get(topic);
      if (waiting != null && Redirection.is(refused.text())) {
        giveAway(topic);
      } else if (waiting != null) {
        waiting.tryFail(new ArgumentException(refused.text()));
      }
    } else if (message instanceof AggregateReply fields && fields.elements().size() >= 3) {
      received(fields.elements());
    }
  }

  private void received(List<? extends Reply> fields) {
    switch (Backend.text(fields.get(0))) {
      case "message" ->
          deliversTo.deliver(Kind.CHANNEL, bytes(fields.get(1)), bytes(fields.get(2)));
      case "smessage" ->
          deliversTo.deliver(Kind.SHARD_CHANNEL, bytes(fields.get(1)), bytes(fields.get(2)));
      case "pmessage" ->
          deliversTo.deliverToPattern(
              bytes(fields.get(1)), bytes(fields.get(2)), bytes(fields.get(3)));
      case "subscribe", "psubscribe", "ssubscribe" -> confirm(asked.poll());
      // Unasked, if it is still wanted: its slot has gone to another node.
      case "sunsubscribe" ->
          giveAway(new Topic(Kind.SHARD_CHANNEL, ByteBuffer.wrap(bytes(fields.get(1)))));
      default -> {}
    }
  }

  private void confirm(Topic topic) {
    Promise<Void> waiting = topic == null ? null : wanted.get(topic);
    if (waiting != null) {
      waiting.tryComplete();
    }
  }

  private static byte[] bytes(Reply reply) {
    return reply instanceof BulkReply bulk ? bulk.bytes() : new byte[0];
  }
}
