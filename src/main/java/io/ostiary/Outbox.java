package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.ReplySink;
import io.ostiary.stats.Stats;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
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

  /** Of a large value, what is copied so that its end does not leave alone. */
  private static final int TAIL_BYTES = 1024;

  /** What replies behind a late one may hold, by a rough count. */
  private static final long MOST_WAITING_BYTES = 64L << 20;

  /** Commands that may run behind a late one before the client is read from no further. */
  private static final int MOST_WAITING = 1024;

  /** Messages that may be on their way to the event loop; a program that sends more is too fast. */
  private static final int MOST_PUSHES_UNDER_WAY = 16 * 1024;

  /** What a client may leave untaken of its messages: Redis's hard limit for subscribers. */
  private static final long MOST_PENDING_BYTES = 32L << 20;

  /** Shared by all clients that were never owed a reply; stays empty. */
  private static final Deque<Slot> NONE_WAITING = new ArrayDeque<>(0);

  private static final ByteBuf NOTHING = Unpooled.EMPTY_BUFFER;

  private static final AtomicIntegerFieldUpdater<Outbox> PUSHES =
      AtomicIntegerFieldUpdater.newUpdater(Outbox.class, "pushesUnderWay");

  private final Connection connection;
  private final ConnectedClient client;
  private final Stats stats;
  private Deque<Slot> waiting = NONE_WAITING; // until the first reply comes late
  private ByteBuf output = NOTHING;
  private int encodedVersion = 2; // of the reply that has left last: what the peer reads now
  private long waitingBytes;
  private long pushedBytes; // since the peer had taken all
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
    if (endsAnswered()) {
      add(reply);
    } else if (waiting.isEmpty()) {
      encodedVersion = client.respVersion();
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
    if (waiting == NONE_WAITING) {
      waiting = new ArrayDeque<>();
    }
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
      waitingBytes += roughBytes(reply);
    }
  }

  /** A late reply is there. */
  void fill(Slot slot, Reply reply) {
    slot.reply = slot.muted ? Reply.NONE : reply;
    waitingBytes += roughBytes(slot.reply);
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
    if (message instanceof Reply.Later) {
      throw new IllegalArgumentException("a message must be there when it is sent");
    }
    Objects.requireNonNull(message, "message");
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
    if (connection.pendingBytes() == 0) {
      pushedBytes = 0;
    }
    long before = client.activity().bytesOut();
    encode(message, encodedVersion);
    flush();
    pushedBytes += client.activity().bytesOut() - before;
    if (Math.min(pushedBytes, connection.pendingBytes()) > MOST_PENDING_BYTES) {
      log.warn("Closing client {}: it does not take its messages", client);
      client.close(CloseReason.OUTPUT_BUFFER_LIMIT);
    }
  }

  /** Little is exact here: constants weigh nothing, and values may be the keyspace's own. */
  private static long roughBytes(Reply reply) {
    if (reply instanceof BulkReply bulk) {
      return bulk.bytes().length;
    }
    if (!(reply instanceof AggregateReply aggregate)) {
      return Long.BYTES;
    }
    long sum = 0;
    for (Reply element : aggregate.elements()) {
      sum += Long.BYTES + roughBytes(element);
    }
    return sum;
  }

  /** Encodes replies that are there and have none before them, as long as the peer takes them. */
  void encodeReady() {
    while (isFirstReady() && connection.isWritable()) {
      Slot first = waiting.remove();
      waitingBytes = waiting.isEmpty() ? 0 : waitingBytes - roughBytes(first.reply);
      encode(first.reply, first.respVersion);
    }
  }

  private boolean isFirstReady() {
    return !waiting.isEmpty() && waiting.element().reply != null;
  }

  /** Whether another command may run: the peer takes its replies, and not too many are late. */
  boolean takesMore() {
    return connection.isWritable()
        && waiting.size() < MOST_WAITING
        && waitingBytes < MOST_WAITING_BYTES
        && !isHeld();
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
    encodedVersion = respVersion;
    ReplyEncoder.encode(reply, respVersion, this);
    if (output.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
  }

  @Override
  public ByteBuf buffer() {
    if (output.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
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
    int left = bytes.length - copied;
    if (left > TAIL_BYTES) {
      flush();
      sent(left - TAIL_BYTES);
      connection.send(Unpooled.wrappedBuffer(bytes, copied, left - TAIL_BYTES));
      left = TAIL_BYTES;
    }
    // The end of it goes with what comes behind it, not that alone in a packet of its own.
    buffer().writeBytes(bytes, bytes.length - left, left);
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
    waiting = NONE_WAITING;
    output.release();
    output = NOTHING;
  }
}
