package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.ostiary.listen.PendingLimit;
import io.ostiary.listen.PendingLimitException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Stands before TLS and sees what records a peer sends, by their headers (RFC 8446, 5.1), which are
 * not encrypted. Two things have to be known before a record is opened:
 *
 * <p>The end of the peer's text (close_notify). TLS 1.2, and BoringSSL as Netty uses it, encrypt
 * nothing more from then on. So a record that may be it waits until all that was gathered for the
 * peer is encrypted. In TLS 1.3 it looks like a record of two bytes of text, and one of those waits
 * for nothing worse.
 *
 * <p>A new handshake on top of the first, which TLS 1.2 has, costs us much and the peer nothing,
 * and no client of Redis needs: it ends the connection.
 *
 * <p>On the channel's event loop only.
 */
final class RecordGate extends ChannelInboundHandlerAdapter {

  private static final int HEADER_BYTES = 5;

  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int TEXT = 23;

  /** In TLS 1.3: two bytes of alert, one that says that it is one, and a tag of sixteen. */
  private static final int ENCRYPTED_ALERT_BYTES = 19;

  /** Java fills up each record with sixteen zeros. */
  private static final int JAVAS_ENCRYPTED_ALERT_BYTES = ENCRYPTED_ALERT_BYTES + 16;

  private final ChannelConnection connection;
  private final HeldInput held;
  private ChannelHandlerContext context; // null: not in a pipeline yet
  private boolean secured; // the handshake is done
  private boolean encryptsAfterEnd;
  private int headerBytes; // read of the header that comes
  private int type;
  private int left; // bytes of the record that has begun; of a header's length while that comes

  RecordGate(ChannelConnection connection, PendingLimit limit) {
    this.connection = connection;
    this.held = new HeldInput(limit);
  }

  /** The handshake is done with this engine: another one is not to follow. */
  void secured(SSLEngine engine) {
    secured = true;
    encryptsAfterEnd =
        !(engine instanceof ReferenceCountedOpenSslEngine)
            && engine.getSession().getProtocol().equals("TLSv1.3");
  }

  /** Whether anything can be sent to a peer whose end has passed. */
  boolean encryptsAfterEnd() {
    return encryptsAfterEnd;
  }

  /** Whether something waits here. */
  boolean isShut() {
    return !held.isEmpty();
  }

  /** Lets in what waits, as far as it may come; not within a read. */
  void open() {
    while (held.hasBytes()) {
      if (!pass(held.remove())) {
        return;
      }
    }
    connection.gateChanged();
    context.fireChannelReadComplete();
    if (held.removeEnd()) {
      context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.release();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!held.hasBytes()) {
      pass(bytes);
    } else if (!held.add(bytes)) {
      ctx.fireExceptionCaught(new PendingLimitException());
    }
  }

  /** Whether all of it may come; the rest is held otherwise. */
  private boolean pass(ByteBuf bytes) {
    try {
      int end = endOfText(bytes);
      while (end >= 0) {
        context.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
        context.fireChannelReadComplete();
        if (!connection.mayHearEnd()) {
          hold(bytes);
          return false;
        }
        end = endOfText(bytes);
      }
      context.fireChannelRead(bytes);
      return true;
    } catch (SSLException e) {
      bytes.release();
      context.fireExceptionCaught(e);
      return false;
    }
  }

  private void hold(ByteBuf bytes) {
    if (held.addFirst(bytes)) {
      connection.gateChanged();
    } else {
      context.fireExceptionCaught(new PendingLimitException());
    }
  }

  /** The index behind the next header of a record that may end the text; -1 if none comes. */
  private int endOfText(ByteBuf bytes) throws SSLException {
    int index = bytes.readerIndex();
    while (index < bytes.writerIndex()) {
      if (headerBytes == 0 && left > 0) {
        int passed = Math.min(left, bytes.writerIndex() - index);
        left -= passed;
        index += passed;
      } else if (isHeader(bytes.getUnsignedByte(index++)) && mayEndText()) {
        return index;
      }
    }
    return -1;
  }

  /** Takes the next byte of a header; whether it is complete. */
  private boolean isHeader(int next) {
    headerBytes++;
    if (headerBytes == 1) {
      type = next;
    } else if (headerBytes >= HEADER_BYTES - 1) {
      left = (left << 8) | next;
    }
    if (headerBytes < HEADER_BYTES) {
      return false;
    }
    headerBytes = 0;
    return true;
  }

  private boolean mayEndText() throws SSLException {
    if (type == HANDSHAKE && secured) {
      throw new SSLException("the peer asks for another handshake, which is not allowed");
    }
    return type == ALERT
        || (type == TEXT && (left == ENCRYPTED_ALERT_BYTES || left == JAVAS_ENCRYPTED_ALERT_BYTES));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && held.hasBytes()) {
      held.addEnd();
      connection.awaitTaken();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }
}
