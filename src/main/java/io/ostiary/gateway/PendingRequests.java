package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ostiary.listen.Connection;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestEncoder;

/**
 * The requests of one upstream connection that are not answered: their bytes, and for whom each is.
 * They outlive the connection: what may be sent again goes over the next. On one event loop.
 */
final class PendingRequests {

  private final ByteBufAllocator allocator;
  private RequestLog log;
  private InFlight inFlight = new InFlight();

  PendingRequests(ByteBufAllocator allocator) {
    this.allocator = allocator;
    this.log = new RequestLog(allocator);
  }

  /** Appends a request. */
  void add(Request request, ReplyTarget target, int flags) {
    ByteBuf buffer = log.buffer();
    int before = buffer.writerIndex();
    RequestEncoder.encode(request, buffer);
    inFlight.add(target, buffer.writerIndex() - before, flags);
  }

  /** Appends a request as it is on the wire; the bytes stay the caller's. */
  void add(ByteBuf request, int start, int length, ReplyTarget target, int flags) {
    log.buffer().writeBytes(request, start, length);
    inFlight.add(target, length, flags);
  }

  /** Appends a request that has no reply. */
  void add(ByteBuf request) {
    log.buffer().writeBytes(request, request.readerIndex(), request.readableBytes());
  }

  /** Sends what was added. */
  void flushTo(Connection connection) {
    log.flushTo(connection);
  }

  /** Forgets the bytes of all that was sent: none of it has a reply. */
  void forgetSent() {
    if (log.size() > 0) {
      log.answered(log.size());
    }
  }

  /** The bytes of all of them. */
  int bytes() {
    return log.size();
  }

  /** The bytes of those that were not sent yet. */
  int unsentBytes() {
    return log.size() - log.sentBytes();
  }

  /** How many replies are due. */
  int size() {
    return inFlight.size();
  }

  boolean isEmpty() {
    return inFlight.isEmpty();
  }

  /** Whether a reply is due that may not take as long as it likes. */
  boolean awaitsAnswer() {
    return !inFlight.isEmpty() && !inFlight.is(InFlight.BLOCKING);
  }

  /** Whether one of the replies is only worth waiting for while its client is there. */
  boolean isWaitedOn() {
    boolean found = false;
    for (int place = 0; place < inFlight.size() && !found; place++) {
      found = (inFlight.flags(place) & InFlight.FOR_PRESENT_CLIENT) != 0;
    }
    return found;
  }

  // The oldest

  /** Whom the next reply is for. */
  ReplyTarget target() {
    return inFlight.target();
  }

  int flags() {
    return inFlight.flags(0);
  }

  /** As it is on the wire; good until something is added. */
  ByteBuf oldest() {
    return log.oldest(inFlight.length(0));
  }

  /** Its reply has come to its end. */
  void answered() {
    log.answered(inFlight.remove());
  }

  // The loss of a connection

  /**
   * The connection is gone, and with it what was under way. What was not wholly sent, and what only
   * reads, stays to be sent again, once; each of the others fails.
   *
   * @param unsent how many of the last bytes were never sent
   * @param resends whether there is to be another connection
   * @param begun whether a part of the oldest's reply was passed on
   */
  void lost(long unsent, boolean resends, boolean begun, Losses losses) {
    Loss loss = new Loss(inFlight, log.size(), log.sentBytes() - unsent, resends, begun);
    ByteBuf bytes = log.take();
    inFlight = new InFlight();
    log = new RequestLog(allocator);
    try {
      loss.forEachKept(
          (start, length, target, flags) ->
              add(bytes, bytes.readerIndex() + start, length, target, flags));
    } finally {
      if (bytes != null) {
        bytes.release();
      }
    }
    loss.tell(losses);
  }

  /** Has another connection ask all of them; none was sent. */
  void moveTo(UpstreamConnection other) {
    while (!inFlight.isEmpty()) {
      other.send(oldest(), inFlight.target(), inFlight.flags(0));
      answered();
    }
  }

  /** How many of them are kept to be sent again. */
  int retried() {
    int count = 0;
    for (int place = 0; place < inFlight.size(); place++) {
      count += (inFlight.flags(place) & InFlight.RETRIED) == 0 ? 0 : 1;
    }
    return count;
  }

  void release() {
    log.release();
  }
}
