package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyDecoder;
import io.ostiary.resp.ReplyReader;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription at one Sentinel after another, by which a failover is known as soon as it is done.
 * On one event loop.
 */
final class SentinelWatch extends ServerListener {

  private static final Logger log = LoggerFactory.getLogger(SentinelWatch.class);

  private static final String CHANNEL = "+switch-master";

  /** How often the Sentinel is asked whether it is there. */
  private static final long PING_MILLIS = 5_000;

  private final Sentinels sentinels;
  private final GatewayLoop loop;
  private final Backoff backoff = new Backoff();
  private Connection connection; // null: there is none
  private ReplyDecoder decoder; // null: there is no connection
  private boolean heard; // something since the last time that it was asked
  private boolean failing; // it is known that no Sentinel can be watched
  private boolean closed;
  private int index; // of the Sentinel
  private int failures; // one after another
  private String problem = ""; // of the last

  /** Connects at once; on the loop. */
  SentinelWatch(Sentinels sentinels, GatewayLoop loop) {
    this.sentinels = sentinels;
    this.loop = loop;
    connect();
    loop.after(PING_MILLIS, this::ping);
  }

  boolean isOn(GatewayLoop other) {
    return loop == other;
  }

  private void connect() {
    if (closed) {
      return;
    }
    if (!failing && failures == sentinels.count()) {
      log.warn("No Sentinel can be watched for failovers: {}", problem);
      failing = true;
    }
    loop.connector()
        .connect(sentinels.sentinel(index), loop.connectTimeout())
        .onComplete(this::connected, failure -> next(failure.getMessage()));
  }

  private void connected(Connection made) {
    if (closed) {
      made.close();
      return;
    }
    connection = made;
    decoder = new ReplyDecoder(loop.allocator(), Integer.MAX_VALUE);
    heard = true;
    made.serve(this);
    made.send(Wire.request("SUBSCRIBE", CHANNEL));
  }

  private void next(String why) {
    index = (index + 1) % sentinels.count();
    failures++;
    problem = why;
    // The next one at once; none again before a while.
    long millis = failures % sentinels.count() == 0 ? backoff.failed() : 1;
    loop.after(millis, this::connect);
  }

  private void ping() {
    if (closed) {
      return;
    }
    if (connection != null && !heard) {
      end("no answer for " + PING_MILLIS + " ms");
    } else if (connection != null) {
      heard = false;
      connection.send(Wire.request("PING"));
    }
    loop.after(PING_MILLIS, this::ping);
  }

  @Override
  void read(ByteBuf bytes) throws ProtocolException {
    heard = true;
    if (decoder != null) {
      decoder.feed(bytes.retain());
    }
    while (decoder != null && decoder.next()) {
      received(ReplyReader.read(decoder.reply().slice()));
    }
  }

  private void received(Reply reply) {
    if (!(reply instanceof AggregateReply fields) || fields.elements().size() < 3) {
      return; // PONG, or that it is no Sentinel: then those who ask it for a master are told.
    }
    if (Backend.text(fields.elements().get(0)).equals("subscribe")) {
      subscribed();
    } else {
      switched(fields.elements());
    }
  }

  private void subscribed() {
    if (failing) {
      log.info("Sentinel {} is watched for failovers again", sentinels.sentinel(index));
    }
    failing = false;
    failures = 0;
    backoff.succeeded();
    sentinels.answers(index);
    // A failover may have come between this subscription and the one before.
    sentinels.locate(loop, Node.ANY).onSuccess(sentinels::confirmed);
  }

  /** {@code name old-ip old-port new-ip new-port}. */
  private void switched(List<? extends Reply> message) {
    String[] words = Backend.text(message.get(message.size() - 1)).split(" ", -1);
    if (words.length == 5 && words[0].equals(sentinels.masterName())) {
      sentinels.confirmed(Destination.tcp(words[3], Integer.parseInt(words[4])));
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
    decoder.close();
    decoder = null;
    if (!closed) {
      next(why);
    }
  }

  /** Watches no more; on the loop. */
  void close() {
    closed = true;
    end("closed");
  }
}
