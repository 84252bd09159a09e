package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionListener;
import io.ostiary.listen.ListenOptions;
import io.ostiary.net.PeerAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection of nothing but a record of what was sent. */
final class SentBytes extends Connection {

  private final StringBuilder sent = new StringBuilder();

  /** All that was sent since this was asked last. */
  String take() {
    String all = sent.toString();
    sent.setLength(0);
    return all;
  }

  @Override
  public void send(ByteBuf bytes) {
    send(bytes, bytes.readerIndex(), bytes.writerIndex());
    bytes.release();
  }

  @Override
  public void send(ByteBuf bytes, int start, int end) {
    sent.append(bytes.toString(start, end - start, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void serve(ConnectionListener newListener) {}

  @Override
  public PeerAddress remoteAddress() {
    return PeerAddress.of(null);
  }

  @Override
  public PeerAddress localAddress() {
    return PeerAddress.of(null);
  }

  @Override
  public int descriptor() {
    return -1;
  }

  @Override
  public ByteBufAllocator allocator() {
    return UnpooledByteBufAllocator.DEFAULT;
  }

  @Override
  public ByteBuf output() {
    return allocator().buffer();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public void reading(boolean on) {}

  @Override
  public void close() {}

  @Override
  public void execute(Runnable task) {}

  @Override
  protected ListenOptions options() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void send(ByteBuf bytes, Runnable action) {
    send(bytes);
    action.run();
  }

  @Override
  protected long takenLate() {
    return 0;
  }

  @Override
  protected void writeAgain() {}

  @Override
  protected void shutOutput() {}

  @Override
  protected ScheduledFuture<?> after(Duration delay, Runnable action) {
    throw new UnsupportedOperationException();
  }
}
