package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.DecodeLimits;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyReader;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.resp.RequestEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Requests as they are on the wire, in heap buffers, which need no release. Any thread. */
final class Wire {

  private Wire() {}

  /** A copy of a request. */
  static ByteBuf copy(Request request) {
    ByteBuf copy = Unpooled.buffer();
    RequestEncoder.encode(request, copy);
    return copy;
  }

  /** A request that was copied. */
  static Request decoded(ByteBuf copy) {
    RequestDecoder decoder = new RequestDecoder(UnpooledByteBufAllocator.DEFAULT);
    decoder.feed(copy.duplicate().retain());
    try {
      decoder.next(new DecodeLimits(true, Integer.MAX_VALUE));
    } catch (ProtocolException e) {
      throw new IllegalStateException(e); // It was encoded here.
    }
    return decoder.request();
  }

  /** A copy of a request as it is on the wire. */
  static ByteBuf copy(ByteBuf request) {
    return Unpooled.copiedBuffer(request);
  }

  /** A request of words that need not be text. */
  static ByteBuf request(byte[]... words) {
    ByteBuf request = Unpooled.buffer();
    request.writeCharSequence("*" + words.length + "\r\n", StandardCharsets.US_ASCII);
    for (byte[] word : words) {
      request.writeCharSequence("$" + word.length + "\r\n", StandardCharsets.US_ASCII);
      request.writeBytes(word).writeCharSequence("\r\n", StandardCharsets.US_ASCII);
    }
    return request;
  }

  /** The number in a {@code SELECT} as it is on the wire; -1 if it is none. */
  static int database(ByteBuf select) {
    AggregateReply words = (AggregateReply) ReplyReader.read(select.duplicate());
    String number = words.elements().size() == 2 ? Backend.text(words.elements().get(1)) : "";
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }

  /** Whether a {@code CLIENT TRACKING} turns it on or off; empty for another request. */
  static Optional<Boolean> isTracking(ByteBuf request) {
    List<? extends Reply> words =
        ((AggregateReply) ReplyReader.read(request.duplicate())).elements();
    boolean asks = words.size() > 2 && Backend.text(words.get(1)).equalsIgnoreCase("tracking");
    return asks
        ? Optional.of(!Backend.text(words.get(2)).equalsIgnoreCase("off"))
        : Optional.empty();
  }

  /** A request of words as UTF-8. */
  static ByteBuf request(String... words) {
    return copy(Request.of(words));
  }
}
