package io.ostiary.listen;

import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What a peer says to a connection, for a test to wait for and to answer. From any thread. */
final class Conversation implements ConnectionListener {

  private final Connection connection;
  private final AtomicReference<String> heard = new AtomicReference<>("");
  private final AtomicInteger timesClosed = new AtomicInteger();

  private Conversation(Connection connection) {
    this.connection = connection;
  }

  static Conversation over(Connection connection) {
    Conversation conversation = new Conversation(connection);
    connection.execute(() -> connection.serve(conversation));
    return conversation;
  }

  /** Sends text, and waits until exactly this was answered. */
  void ask(String text, String answer) {
    heard.set("");
    connection.execute(
        () -> connection.send(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII)));
    await("the answer " + answer).until(heard::get, answer::equals);
  }

  void close() {
    connection.execute(connection::close);
  }

  int timesClosed() {
    return timesClosed.get();
  }

  @Override
  public void received(ByteBuf bytes) {
    heard.updateAndGet(before -> before + bytes.toString(StandardCharsets.US_ASCII));
    bytes.release();
  }

  @Override
  public void readComplete() {}

  @Override
  public void writable() {}

  @Override
  public void failed(Throwable cause) {
    connection.close();
  }

  @Override
  public void closed() {
    timesClosed.incrementAndGet();
  }
}
