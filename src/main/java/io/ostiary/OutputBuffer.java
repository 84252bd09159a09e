package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.ReplySink;
import io.ostiary.stats.Stats;

/**
 * What is encoded for one client and has not left yet, in the order in which it leaves. It gathers
 * until {@link #flush}. On the client's event loop only.
 */
final class OutputBuffer implements ReplySink {

  /** Replies that have gathered to this size leave before the read is done. */
  private static final int FLUSH_BYTES = 64 * 1024;

  /** Of a large value, what is copied so that its end does not leave alone. */
  private static final int TAIL_BYTES = 1024;

  private static final ByteBuf NOTHING = Unpooled.EMPTY_BUFFER;

  private final Connection connection;
  private final ConnectedClient client;
  private final Stats stats;
  private ByteBuf output = NOTHING;
  private int encodedVersion = 2; // of the reply that has left last: what the peer reads now
  private boolean closed;

  OutputBuffer(Connection connection, ConnectedClient client, Stats stats) {
    this.connection = connection;
    this.client = client;
    this.stats = stats;
  }

  /** What the peer reads from now on, though nothing has been encoded. */
  void isReadAs(int respVersion) {
    encodedVersion = respVersion;
  }

  /** Encodes a message as the peer reads now. */
  void encode(Reply message) {
    encode(message, encodedVersion);
  }

  /** Encodes a reply; what has gathered to much leaves at once. */
  void encode(Reply reply, int respVersion) {
    if (closed) {
      return;
    }
    encodedVersion = respVersion;
    ReplyEncoder.encode(reply, respVersion, this);
    if (output.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Sends what is encoded, and then a range of a buffer that stays the caller's. */
  void pass(ByteBuf bytes, int from, int to) {
    if (closed) {
      return;
    }
    if (output.isReadable()) {
      flush();
    }
    sent(to - from);
    connection.send(bytes, from, to);
  }

  /** The bytes that are encoded and not sent. */
  int bytes() {
    return output.readableBytes();
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

  /** Drops what has not left; what still comes goes nowhere. */
  void close() {
    closed = true;
    output.release();
    output = NOTHING;
  }
}
