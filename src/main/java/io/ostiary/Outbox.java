package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ClientMessage;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.resp.Reply;
import io.ostiary.resp.SequenceReply;
import io.ostiary.stats.Stats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that leaves for one client: replies in request order, also when some of them come late, and
 * messages it did not ask for. What is encoded gathers until {@link #flush}, so that a pipeline is
 * answered by one write. On the client's event loop only.
 *
 * <p>Replies behind a late one wait as values and are encoded no faster than the peer takes them.
 */
final class Outbox {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /**
   * What may be on its way to the event loop in messages; a program that sends more is too fast.
   */
  private static final long MOST_BYTES_UNDER_WAY = 32L << 20;

  /** What a client may leave untaken of its messages: Redis's hard limit for subscribers. */
  private static final long MOST_PENDING_BYTES = 32L << 20;

  /** Replies from elsewhere that may be due before the client is read from no further. */
  private static final int MOST_FORWARDED = 4096;

  private final Connection connection;
  private final ConnectedClient client;
  private final OutputBuffer output;
  private final WaitingReplies waiting = new WaitingReplies();
  private long pushedBytes; // since the peer had taken all
  private int owed; // replies from elsewhere that come before all that waits
  private int owedInAll;
  private boolean withinForwarded; // a part of a reply has left, and not its end
  private boolean messagesWait; // for the end of that reply
  private volatile MessageQueue messages; // null until the first: most clients get none

  Outbox(Connection connection, ConnectedClient client, Stats stats) {
    this.connection = connection;
    this.client = client;
    this.output = new OutputBuffer(connection, client, stats);
  }

  /** Answers the command that has just run, as CLIENT REPLY wants it. */
  void answer(Reply reply) {
    Reply heard = endsAnswered() ? reply : SequenceReply.messagesIn(reply);
    if (heard != Reply.NONE) {
      add(heard);
    } else if (isEmpty()) {
      output.isReadAs(client.respVersion());
    }
  }

  /**
   * Keeps the place of a reply that comes late, for {@link #fill}. One that is not wanted has its
   * place all the same, so that the bound on late ones holds for it.
   *
   * @param holds whether the client's next commands wait for it
   */
  WaitingReplies.Slot reserve(boolean holds) {
    return waiting.reserve(!endsAnswered(), holds, client.respVersion());
  }

  /** Asked after a command ran: CLIENT REPLY decides about its own answer, too. */
  private boolean endsAnswered() {
    boolean answered = client.replyMode().answers();
    client.replyMode(client.replyMode().next());
    return answered;
  }

  /** Adds a reply, whatever CLIENT REPLY says. */
  void add(Reply reply) {
    if (reply == Reply.FORWARDED) {
      owe();
    } else if (isEmpty()) {
      output.encode(reply, client.respVersion());
    } else {
      waiting.add(reply, client.respVersion());
    }
  }

  private void owe() {
    owedInAll++;
    if (waiting.isEmpty()) {
      owed++;
    } else {
      waiting.addForwarded();
    }
  }

  /**
   * Sends what a server behind this one has answered; see {@link
   * io.ostiary.client.ClientLink#forward}.
   */
  void forward(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    encodeUpToForwarded(ended);
    output.pass(bytes, from, to);
    owed -= ended;
    owedInAll -= ended;
    withinForwarded = !whole;
    if (whole && messagesWait) {
      messagesWait = false;
      sendMessages();
    }
    if (owed == 0 && !waiting.isEmpty()) {
      encodeReady();
      flush();
    }
  }

  /** How many replies from elsewhere come before the next one that does not. */
  int mostForwarded() {
    return Math.max(1, owed);
  }

  /** Whether the peer has left more than this untaken; logged with the directive that says so. */
  boolean exceeds(long limit) {
    boolean exceeds = !connection.isWritable() && connection.pendingBytes() > limit;
    if (exceeds) {
      log.warn("Closing client {}: it reached upstream-output-limit ({} bytes)", client, limit);
    }
    return exceeds;
  }

  /** Encodes what comes before a reply that is there, whether or not the peer takes it. */
  private void encodeUpToForwarded(int ended) {
    while (owed == 0 && !waiting.isEmpty() && !(ended == 0 && !waiting.isFirstReady())) {
      if (!waiting.isFirstReady()) {
        waiting.fillFirst();
        owedInAll++;
      }
      encodeFirst();
    }
  }

  /** A late reply is there. */
  void fill(WaitingReplies.Slot slot, Reply reply) {
    // A hold may have changed the protocol, and no command has run since.
    if (slot.reply() == null) {
      waiting.fill(slot, reply, client.respVersion());
      owedInAll += slot.forwarded();
    }
    encodeReady();
  }

  /**
   * Sends a message that the client did not ask for, also past replies that are not there yet. It
   * stays behind messages that wait among the replies, such as the confirmation that it follows
   * from. From any thread.
   */
  void push(ClientMessage message) {
    if (client.isClosing()) {
      return;
    }
    MessageQueue queue = messages();
    if (queue.addFirst(message)) {
      connection.execute(this::sendMessages);
    }
    if (queue.bytes() > MOST_BYTES_UNDER_WAY) {
      client.close(CloseReason.OUTPUT_BUFFER_LIMIT);
    }
  }

  private MessageQueue messages() {
    MessageQueue there = messages;
    return there == null ? firstMessages() : there;
  }

  private synchronized MessageQueue firstMessages() {
    if (messages == null) {
      messages = new MessageQueue();
    }
    return messages;
  }

  /** What has gathered leaves by one write. */
  private void sendMessages() {
    if (withinForwarded) {
      messagesWait = true; // A message cannot leave in the middle of a reply.
      return;
    }
    encodeMessages(messages);
    flush();
    if (messages.isToBeTakenFromAgain()) {
      connection.execute(this::sendMessages); // after what else the event loop has to do
    }
  }

  private void encodeMessages(MessageQueue queue) {
    for (int left = queue.size(); left > 0; left--) {
      ClientMessage message = queue.remove();
      if (!client.isClosing() && message.isWanted().getAsBoolean()) {
        send(message.content());
      }
    }
  }

  private void send(Reply message) {
    if (waiting.messageBytes() > 0) {
      waiting.add(message, client.respVersion());
    } else {
      encodeMessage(message);
    }
    long untaken = Math.min(pushedBytes, connection.pendingBytes() + output.bytes());
    if (untaken + waiting.messageBytes() > MOST_PENDING_BYTES) {
      log.warn("Closing client {}: it does not take its messages", client);
      client.close(CloseReason.OUTPUT_BUFFER_LIMIT);
    }
  }

  private void encodeMessage(Reply message) {
    if (connection.pendingBytes() == 0) {
      pushedBytes = output.bytes();
    }
    long before = client.activity().bytesOut() + output.bytes();
    output.encode(message);
    pushedBytes += client.activity().bytesOut() + output.bytes() - before;
  }

  /**
   * Before the next commands run: messages that were sent before the client asked for these go
   * before what they answer, and replies that waited for the peer have their turn.
   */
  void catchUp() {
    if (messages != null && !withinForwarded) {
      encodeMessages(messages);
    }
    encodeReady();
  }

  /** Encodes replies that are there and have none before them, as long as the peer takes them. */
  void encodeReady() {
    while (owed == 0 && waiting.isFirstReady() && connection.isWritable()) {
      encodeFirst();
    }
  }

  private void encodeFirst() {
    WaitingReplies.Slot first = waiting.removeFirst();
    if (first.forwarded() > 0) {
      owed = first.forwarded();
    } else {
      output.encode(first.reply(), first.respVersion());
    }
  }

  /** Whether another command may run: the peer takes its replies, and not too many are late. */
  boolean takesMore() {
    return connection.isWritable() && owedInAll < MOST_FORWARDED && waiting.takesMore();
  }

  /** Whether no reply waits for its turn; encoded ones may still be there. */
  boolean isEmpty() {
    return owed == 0 && waiting.isEmpty();
  }

  /** Whether the client waits for a reply that a command still owes it. */
  boolean isOwed() {
    return owed > 0 || (!waiting.isEmpty() && !waiting.isFirstReady());
  }

  /** Whether a server behind this one owes it a reply. */
  boolean isOwedFromElsewhere() {
    return owedInAll > 0;
  }

  /** Sends what is encoded. */
  void flush() {
    output.flush();
  }

  /** Hands over what is encoded and not sent; the caller sends or releases it. */
  ByteBuf takeEncoded() {
    return output.takeEncoded();
  }

  /** Notes what is held of the client's output. */
  void measure() {
    output.measure();
  }

  /** Drops what has not left; late replies that still come go nowhere. */
  void close() {
    owed = 0;
    waiting.clear();
    output.close();
  }
}
