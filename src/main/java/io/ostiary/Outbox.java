package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.ReplySink;
import io.ostiary.stats.Stats;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that leaves for one client: replies in request order, also when some of them come late, and
 * messages it did not ask for. What is encoded gathers until {@link #flush}, so that a pipeline is
 * answered by one write. On the client's event loop only.
 *
 * <p>Replies behind a late one wait as values and are encoded no faster than the peer takes them.
 */
final class Outbox implements ReplySink {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /** Replies that have gathered to this size leave before the read is done. */
  private static final int FLUSH_BYTES = 64 * 1024;

  /** Commands that may run behind a late one before the client is read from no further. */
  private static final int MOST_WAITING = 1024;

  /** Messages that may be on their way to the event loop; a program that sends more is too fast. */
  private static final int MOST_PUSHES_UNDER_WAY = 16 * 1024;

  /** What a client may leave untaken of its messages: Redis's hard limit for subscribers. */
  private static final long MOST_PENDING_BYTES = 32L << 20;

  private static final ByteBuf NOTHING = Unpooled.EMPTY_BUFFER;

  private static final AtomicIntegerFieldUpdater<Outbox> PUSHES =
      AtomicIntegerFieldUpdater.newUpdater(Outbox.class, "pushesUnderWay");

  private final Connection connection;
  private final ConnectedClient client;
  private final Stats stats;
  private final Deque<Slot> waiting = new ArrayDeque<>(0);
  private ByteBuf output = NOTHING;
  private boolean closed;

  // Through PUSHES only: an atomic object of its own would weigh on every idle client.
  @SuppressWarnings("UnusedVariable")
  private volatile int pushesUnderWay;

  Outbox(Connection connection, ConnectedClient client, Stats stats) {
    this.connection = connection;
    this.client = client;
    this.stats = stats;
  }

  /** The place of a reply in the order. */
  static final class Slot {

    private final boolean muted;
    private final boolean holds;
    private int respVersion;
    private Reply reply; // null: not there yet

    private Slot(boolean muted, boolean holds, int respVersion, Reply reply) {
      this.muted = muted;
      this.holds = holds;
      this.respVersion = respVersion;
      this.reply = reply;
    }
  }

  /** Answers the command that has just run, as CLIENT REPLY wants it. */
  void answer(Reply reply) {
    boolean answered = endsAnswered();
    if (answered) {
      add(reply);
    }
  }

  /**
   * Keeps the place of a reply that comes late, for {@link #fill}. One that is not wanted has its
   * place all the same, so that the bound on late ones holds for it.
   *
   * @param holds whether the client's next commands wait for it
   */
  Slot reserve(boolean holds) {
    Slot slot = new Slot(!endsAnswered(), holds, client.respVersion(), null);
    waiting.add(slot);
    return slot;
  }

  /** Asked after a command ran: CLIENT REPLY decides about its own answer, too. */
  private boolean endsAnswered() {
    boolean answered = client.replyMode().answers();
    client.replyMode(client.replyMode().next());
    return answered;
  }

  /** Adds a reply, whatever CLIENT REPLY says. */
  void add(Reply reply) {
    if (waiting.isEmpty()) {
      encode(reply, client.respVersion());
    } else {
      waiting.add(new Slot(false, false, client.respVersion(), reply));
    }
  }

  /** A late reply is there. */
  void fill(Slot slot, Reply reply) {
    slot.reply = slot.muted ? Reply.NONE : reply;
    if (slot.holds) {
      // It may have changed the protocol, and no command has run since.
      slot.respVersion = client.respVersion();
    }
    encodeReady();
  }

  /**
   * Sends a message that the client did not ask for, also past replies that are not there yet. From
   * any thread.
   */
  void push(Reply message) {
    if (PUSHES.incrementAndGet(this) > MOST_PUSHES_UNDER_WAY) {
      client.close(CloseReason.OUTPUT_BUFFER_LIMIT);
    } else {
      connection.execute(() -> pushHere(message));
    }
  }

  private void pushHere(Reply message) {
    PUSHES.decrementAndGet(this);
    if (client.isClosing()) {
      return;
    }
    encode(message, client.respVersion());
    flush();
    if (connection.pendingBytes() > MOST_PENDING_BYTES) {
      log.warn("Closing client {}: it does not take its messages", client);
      client.close(CloseReason.OUTPUT_BUFFER_LIMIT);
    }
  }

  /** Encodes replies that are there and have none before them, as long as the peer takes them. */
  void encodeReady() {
    while (isFirstReady() && connection.isWritable()) {
      Slot first = waiting.remove();
      encode(first.reply, first.respVersion);
    }
  }

  private boolean isFirstReady() {
    return !waiting.isEmpty() && waiting.element().reply != null;
  }

  /** Whether another command may run: the peer takes its replies, and not too many are late. */
  boolean takesMore() {
    return connection.isWritable() && waiting.size() < MOST_WAITING && !isHeld();
  }

  /** Whether the newest reply is one that the next commands wait for. */
  private boolean isHeld() {
    return !waiting.isEmpty() && waiting.peekLast().holds && waiting.peekLast().reply == null;
  }

  /** Whether no reply waits for its turn; encoded ones may still be there. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether the client waits for a reply that a command still owes it. */
  boolean isOwed() {
    return !waiting.isEmpty() && !isFirstReady();
  }

  private void encode(Reply reply, int respVersion) {
    if (closed) {
      return;
    }
    ReplyEncoder.encode(reply, respVersion, this);
    if (output.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
  }

  @Override
  public ByteBuf buffer() {
    if (output.capacity() == 0) {
      output = connection.output();
    }
    return output;
  }

  /**
   * Sends a large string without a copy of it: what fits into the buffer goes along with what is
   * there, and the rest waits for the peer in the array that the keyspace or the program holds.
   */
  @Override
  public void large(byte[] bytes) {
    ByteBuf head = buffer();
    int copied = Math.min(bytes.length, Math.max(0, FLUSH_BYTES - head.readableBytes()));
    head.writeBytes(bytes, 0, copied);
    if (copied < bytes.length) {
      flush();
      int rest = bytes.length - copied;
      sent(rest);
      connection.send(Unpooled.wrappedBuffer(bytes, copied, rest));
    }
  }

  /** Sends what is encoded. */
  void flush() {
    if (output.isReadable()) {
      connection.send(takeEncoded());
    } else {
      output.release(); // a reply of nothing: an idle client holds no buffer
      output = NOTHING;
    }
  }

  /** Hands over what is encoded and not sent; the caller sends or releases it. */
  ByteBuf takeEncoded() {
    ByteBuf bytes = output;
    output = NOTHING;
    if (bytes.isReadable()) {
      sent(bytes.readableBytes());
    }
    return bytes;
  }

  private void sent(int bytes) {
    client.activity().sent(bytes);
    stats.wrote(bytes);
  }

  /** Notes what is held of the client's output. */
  void measure() {
    client.activity().output(output.capacity(), connection.pendingBytes());
  }

  /** Drops what has not left; late replies that still come go nowhere. */
  void close() {
    closed = true;
    waiting.clear();
    output.release();
    output = NOTHING;
  }
}
