package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.settings.Directives;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client sends, from bytes to commands that are run. On the client's event loop only,
 * except for {@link #areRunHere}.
 */
final class RequestIntake {

  private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

  private final SharedServer server;
  private final ConnectedClient client;
  private final RequestDecoder decoder;

  private Thread commandThread; // the event loop's while a command of this client is on its stack

  RequestIntake(SharedServer server, ConnectedClient client, ByteBufAllocator allocator) {
    this.server = server;
    this.client = client;
    this.decoder = new RequestDecoder(allocator);
  }

  /** Takes what has arrived; the buffer is given up by the caller. */
  void feed(ByteBuf bytes) {
    int arrived = bytes.readableBytes();
    client.activity().received(arrived, System.currentTimeMillis());
    decoder.feed(bytes);
    server.stats().read(arrived);
  }

  /** Whether a whole request is there to {@link #run}. */
  boolean next() throws ProtocolException {
    return decoder.next(server.limits(client));
  }

  /** Runs the command that was found. */
  Reply run() {
    commandThread = Thread.currentThread();
    try {
      return server.dispatcher().run(client, decoder.request());
    } finally {
      commandThread = null;
    }
  }

  /**
   * Whether this very thread is running a command of the client. Another thread may read an old
   * value here, but never itself.
   */
  boolean areRunHere() {
    return commandThread == Thread.currentThread();
  }

  /** Keeps as little memory as it can: the client will not be read from for a while. */
  void rest() {
    decoder.rest();
  }

  /** Whether more than {@code client-query-buffer-limit} waits to be run; counted and logged. */
  boolean exceedLimit() {
    long limit = server.settings().now().get(Directives.CLIENT_QUERY_BUFFER_LIMIT);
    if (decoder.bufferedBytes() <= limit) {
      return false;
    }
    log.warn("Closing client {}: it reached client-query-buffer-limit ({} bytes)", client, limit);
    server.stats().queryBufferDisconnection();
    return true;
  }

  /** Brings what the client shows of its input up to date. */
  void measure() {
    client.activity().input(decoder.bufferedBytes(), decoder.freeBytes(), decoder.argumentBytes());
  }

  /** Takes nothing more and frees what it holds. */
  void close() {
    decoder.close();
  }
}
