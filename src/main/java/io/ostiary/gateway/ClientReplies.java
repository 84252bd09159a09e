package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.ClientLink;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.ReplyMode;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ReplyEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The replies that servers behind owe one client: counted, kept in order, and passed on as they
 * come. On its event loop.
 */
final class ClientReplies implements ReplyTarget {

  /** From this size on, a request or a reply takes the second lane. */
  static final int LARGE_BYTES = 64 * 1024;

  /** How long a client's commands take it after that. */
  private static final long LARGE_MILLIS = 1_000;

  private final ConnectedClient client;
  private final ClientLink link;
  private final GatewayLoop loop;
  private final ClientRoute route;
  private int due; // those that it does not want included
  private MutedTarget muted; // null: none was unwanted
  private ReplyOrder order; // null: none comes another way than the others
  private int largeBytes; // of the one that has come in part
  private long largeUntilMillis; // those to come are likely to be large until then

  /**
   * None is due yet.
   *
   * @param route told when some have come
   */
  ClientReplies(ConnectedClient client, GatewayLoop loop, ClientRoute route) {
    this.client = client;
    this.link = client.link();
    this.loop = loop;
    this.route = route;
  }

  /** How many are due. */
  int due() {
    return due;
  }

  /** One more is due; whom it is for. */
  ReplyTarget owed(boolean unwanted) {
    due++;
    return unwanted ? muted() : this;
  }

  /** Of those to come that the client does not want. */
  ReplyTarget muted() {
    if (muted == null) {
      muted = new MutedTarget(this);
    }
    return muted;
  }

  /** Whether the client does not want the reply to the request that is served now. */
  boolean isNextUnwanted() {
    return client.replyMode() == ReplyMode.OFF || client.replyMode() == ReplyMode.SKIP;
  }

  /** Whether those to come are likely to be large. */
  boolean areLarge() {
    return loop.nowMillis() < largeUntilMillis;
  }

  // What comes

  @Override
  public int most() {
    return order == null || order.isEmpty() ? link.mostForwarded() : 1;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    if (order != null && !order.isEmpty()) {
      order.add(bytes, from, to, ended, whole);
    } else {
      passOn(bytes, from, to, ended, whole);
    }
  }

  /** A reply to one of its requests comes another way than those to the next. */
  ReplyTarget detour() {
    if (order == null) {
      order = new ReplyOrder(new InOrder());
    }
    return order.detour();
  }

  /** Takes replies that have been brought into their order. */
  private final class InOrder implements ReplyTarget {

    @Override
    public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
      passOn(bytes, from, to, ended, whole);
    }

    @Override
    public void failed(ErrorReply why, boolean begun) {
      ClientReplies.this.failed(why, begun);
    }
  }

  private void passOn(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    due -= ended;
    if (!whole || largeBytes > 0) {
      measure(to - from, whole);
    }
    link.forward(bytes, from, to, ended, whole);
    route.answered();
  }

  /** A client that was answered at length is likely to be so again. */
  private void measure(int bytes, boolean whole) {
    largeBytes += bytes;
    if (largeBytes > LARGE_BYTES) {
      largeUntilMillis = loop.nowMillis() + LARGE_MILLIS;
    }
    if (whole) {
      largeBytes = 0;
    }
  }

  /** Replies came that the client does not want. */
  void repliedUnwanted(int ended) {
    due -= ended;
    route.answered();
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    if (begun) {
      due--;
      client.close(CloseReason.UPSTREAM_LOST); // Half a reply cannot be taken back.
      route.answered();
      return;
    }
    ByteBuf error = loop.allocator().directBuffer();
    try {
      ReplyEncoder.encode(why, 2, error);
      replied(error, 0, error.writerIndex(), 1, true);
    } finally {
      error.release();
    }
  }

  // What is none of those replies

  /** Answers a request before the server behind does, whose reply is {@link #muted} then. */
  void answerEarly(String status) {
    ByteBuf line = Unpooled.copiedBuffer("+" + status + "\r\n", StandardCharsets.US_ASCII);
    link.forward(line, 0, line.writerIndex(), 1, true);
  }

  /** A message came that the client did not ask for. */
  void pushed(ByteBuf bytes, int from, int to, boolean whole) {
    link.forward(bytes, from, to, 0, whole);
  }

  /** The client has left. */
  void left() {
    if (order != null) {
      order.left();
    }
  }
}
