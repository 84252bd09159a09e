package io.ostiary.pubsub;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ClientLink;
import io.ostiary.client.ClientMessage;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A client without a socket, and what was sent to it. */
final class Inbox implements ClientLink {

  private static final AtomicLong IDS = new AtomicLong();

  private final Queue<ClientMessage> messages = new ConcurrentLinkedQueue<>();
  private final ConnectedClient client =
      new ConnectedClient(
          IDS.incrementAndGet(), Ends.of("10.0.0.1:50001", "127.0.0.1:6379", 9), true, 0, this);

  ConnectedClient client() {
    return client;
  }

  /** Its messages as words: {@code message channel payload}; only those still wanted. */
  List<String> read() {
    return messages.stream()
        .filter(message -> message.isWanted().getAsBoolean())
        .map(message -> words(message.content()))
        .toList();
  }

  static String words(Reply message) {
    return ((AggregateReply) message)
        .elements().stream().map(Inbox::word).collect(Collectors.joining(" "));
  }

  private static String word(Reply part) {
    if (part instanceof BulkReply bulk) {
      return new String(bulk.bytes(), StandardCharsets.UTF_8);
    }
    return part instanceof Reply.Text text ? text.text() : part.toString();
  }

  @Override
  public void execute(Runnable action) {
    action.run();
  }

  @Override
  public void push(ClientMessage message) {
    messages.add(message);
  }

  @Override
  public void close(CloseReason reason) {}

  @Override
  public void measure() {}

  @Override
  public void forward(ByteBuf bytes, int from, int to, int ended, boolean whole) {}

  @Override
  public int mostForwarded() {
    return 1;
  }

  @Override
  public boolean isWritableOr(Runnable whenItIs) {
    return true;
  }
}
