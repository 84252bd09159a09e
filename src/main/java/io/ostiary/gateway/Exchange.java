package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ostiary.listen.Connection;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.RawReply;
import io.ostiary.resp.ReplyScanner;
import io.ostiary.resp.Request;

/**
 * Requests of many clients over one connection, and the replies that come back in their order. It
 * outlives the connection: what may be sent again goes over the next. On one event loop.
 */
final class Exchange {

  /** Deeper than Redis nests what a script returns, which clients are to read as it is. */
  private static final int MOST_NESTED = 64 * 1024;

  private final ByteBufAllocator allocator;
  private final PendingRequests requests;
  private ReplyTarget pushes;
  private Frames frames; // null: replies are passed on before they are whole
  private ReplyScanner scanner = newScanner();
  private boolean withinPush;
  private boolean partWasPassed; // of the reply that is due next
  private ErrorWatch watch; // null: errors are passed on like all else
  private final HeldError held = new HeldError();
  private boolean holds; // the reply that has begun is an error that is looked at
  private boolean streams; // what comes is not made of replies, and nothing that is sent has one

  // What was scanned of one target, one reply behind the other: it is passed on at once.
  private ReplyTarget target; // null: nothing was scanned yet
  private int from;
  private int ended;
  private int mostEnded; // so many may be passed on together

  /**
   * Nothing was asked yet.
   *
   * @param pushes who gets what the server sends without being asked
   */
  Exchange(ByteBufAllocator allocator, ReplyTarget pushes) {
    this.allocator = allocator;
    this.pushes = pushes;
    this.requests = new PendingRequests(allocator);
  }

  private static ReplyScanner newScanner() {
    return new ReplyScanner(Long.MAX_VALUE, MOST_NESTED);
  }

  /** What the server sends without being asked goes there from now on. */
  void pushesTo(ReplyTarget newPushes) {
    pushes = newPushes;
  }

  /** Errors are looked at from now on before they are passed on. */
  void watchErrors(ErrorWatch newWatch) {
    watch = newWatch;
  }

  /** Some of what comes is told from replies only by its content. Nothing is due. */
  void readsFrames(Subscriptions subscriptions) {
    frames = new Frames(allocator, subscriptions);
  }

  /** From the reply that is due on, what comes goes to the pushes' target as it is. */
  void streams() {
    streams = true;
  }

  // Out

  /** Appends a request. */
  void add(Request request, ReplyTarget newTarget, int flags) {
    requests.add(request, newTarget, flags);
  }

  /** Appends a request as it is on the wire; the bytes stay the caller's. */
  void add(ByteBuf request, int start, int length, ReplyTarget newTarget, int flags) {
    requests.add(request, start, length, newTarget, flags);
  }

  /** Appends a request that has no reply. */
  void add(ByteBuf request) {
    requests.add(request);
  }

  /** Sends what was added. */
  void flushTo(Connection connection) {
    requests.flushTo(connection);
    if (streams) {
      requests.forgetSent();
    }
  }

  /** The bytes of the requests that are not answered. */
  int bytes() {
    return requests.bytes();
  }

  /** The bytes of those that were not sent yet. */
  int unsentBytes() {
    return requests.unsentBytes();
  }

  /** How many replies are due. */
  int size() {
    return requests.size();
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Whether a reply is due that may not take as long as it likes. */
  boolean awaitsAnswer() {
    return requests.awaitsAnswer();
  }

  /** Whether one of the replies is only worth waiting for while its client is there. */
  boolean isWaitedOn() {
    return requests.isWaitedOn();
  }

  // In

  /**
   * Passes on what was read. Bytes that come one behind the other for one target are passed on
   * together.
   *
   * @param bytes stay the caller's
   * @return how many replies were errors
   */
  int read(ByteBuf bytes) throws ProtocolException {
    if (streams) {
      pushes.replied(bytes, bytes.readerIndex(), bytes.writerIndex(), 0, true);
      return 0;
    }
    if (frames != null) {
      return readFrames(bytes);
    }
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    int errors = 0;
    target = null;
    while (at < end) {
      int stop = scan(bytes, at, end);
      if (stop == ReplyScanner.UNFINISHED) {
        passOn(bytes, end, false);
        return errors;
      }
      at = stop;
      errors += scanner.type() == '-' ? 1 : 0;
      if (holds) {
        endHeld(bytes, at);
      } else {
        endReply();
        if (ended == mostEnded) {
          passOn(bytes, at, true);
        }
      }
    }
    if (target != null) {
      passOn(bytes, end, true);
    }
    return errors;
  }

  /** Scans on; what came whole before a breach of the protocol is passed on all the same. */
  private int scan(ByteBuf bytes, int at, int end) throws ProtocolException {
    try {
      if (!scanner.isWithinReply()) {
        beginReply(bytes.getByte(at));
      }
      turnTo(newTarget(), bytes, at);
      return scanner.scan(bytes, at, end);
    } catch (ProtocolException e) {
      if (target != null && from < at) {
        passOn(bytes, at, true);
      }
      throw e;
    }
  }

  private int readFrames(ByteBuf bytes) throws ProtocolException {
    int errors = 0;
    frames.feed(bytes.retain());
    while (frames.next()) {
      RawReply frame = frames.frame();
      ByteBuf slice = frame.slice();
      if (frames.isMessage()) {
        pushes.replied(slice, slice.readerIndex(), slice.writerIndex(), 0, true);
        continue;
      }
      beginReply(frame.byteAt(0) == '>' ? (byte) '*' : frame.byteAt(0));
      errors += frame.isError() ? 1 : 0;
      ReplyTarget asked = requests.target();
      boolean last = !(asked instanceof Confirmations several) || several.isLast(frame);
      if (last) {
        requests.answered();
      }
      asked.replied(slice, slice.readerIndex(), slice.writerIndex(), last ? 1 : 0, true);
    }
    return errors;
  }

  private void beginReply(byte first) throws ProtocolException {
    withinPush = first == '>';
    holds = first == '-' && watch != null && frames == null;
    if (!withinPush && requests.isEmpty()) {
      throw ProtocolException.unasked();
    }
  }

  private ReplyTarget newTarget() {
    if (holds) {
      return held;
    }
    return withinPush ? pushes : requests.target();
  }

  private void endHeld(ByteBuf bytes, int at) {
    holds = false;
    passOn(bytes, at, true);
    ReplyTarget asked = requests.target();
    boolean taken = watch.takes(held.text(), requests.oldest(), asked, requests.flags());
    requests.answered();
    if (!taken) {
      held.passOn(asked);
    }
    held.clear();
  }

  private void endReply() {
    if (!withinPush) {
      requests.answered();
      partWasPassed = false;
      ended++;
    }
  }

  private void turnTo(ReplyTarget next, ByteBuf bytes, int at) {
    if (target == next) {
      return;
    }
    if (target != null) {
      passOn(bytes, at, true);
    }
    target = next;
    from = at;
    ended = 0;
    mostEnded = next.most();
  }

  private void passOn(ByteBuf bytes, int to, boolean whole) {
    ReplyTarget passedTo = target;
    target = null;
    partWasPassed = !whole && !withinPush && !holds;
    passedTo.replied(bytes, from, to, ended, whole);
  }

  // The loss of a connection

  /** See {@link PendingRequests#lost}; what comes next begins with a whole reply. */
  void lost(long unsent, boolean resends, Losses losses) {
    boolean begun = partWasPassed;
    partWasPassed = false;
    held.clear();
    scanner = newScanner();
    if (frames != null) {
      frames.close();
      frames = null;
    }
    requests.lost(unsent, resends, begun, losses);
  }

  /** Has another connection ask all that is kept. */
  void moveTo(UpstreamConnection other) {
    requests.moveTo(other);
  }

  /** How many of the requests are kept to be sent again. */
  int retried() {
    return requests.retried();
  }

  /** Gives every buffer back. */
  void release() {
    requests.release();
    if (frames != null) {
      frames.close();
    }
  }
}
