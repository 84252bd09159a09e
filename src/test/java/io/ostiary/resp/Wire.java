package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Feeds a connection's bytes to a decoder. {@link #finish} checks that every buffer, fed or
 * allocated by the decoder, was released.
 */
final class Wire {

  static final long HALF_GIB = 512L * 1024 * 1024;
  static final DecodeLimits MEMBER = new DecodeLimits(true, HALF_GIB);
  static final DecodeLimits STRANGER = new DecodeLimits(false, HALF_GIB);

  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  final RequestDecoder decoder = new RequestDecoder(allocator);
  final List<List<String>> requests = new ArrayList<>();
  final List<ByteBuf> fed = new ArrayList<>();
  private final DecodeLimits limits;
  private String error = "";

  Wire(DecodeLimits limits) {
    this.limits = limits;
  }

  /** Bytes of ISO-8859-1 text: one byte for each character. */
  static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A request with these arguments. */
  static byte[] multibulk(List<byte[]> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes("*" + arguments.size() + "\r\n"));
    for (byte[] argument : arguments) {
      out.writeBytes(bytes("$" + argument.length + "\r\n"));
      out.writeBytes(argument);
      out.writeBytes(bytes("\r\n"));
    }
    return out.toByteArray();
  }

  /** Feeds one read and collects the requests that it completes. */
  void read(byte[] piece) {
    read(buffer(allocator, piece));
  }

  void read(ByteBuf piece) {
    fed.add(piece);
    decoder.feed(piece);
    try {
      while (decoder.next(limits)) {
        requests.add(arguments(decoder.request()));
      }
    } catch (ProtocolException e) {
      error = e.getMessage();
    }
  }

  /** Feeds {@code wire} in reads that end at these places. */
  Wire readSplit(byte[] wire, int... ends) {
    int begin = 0;
    for (int end : ends) {
      read(Arrays.copyOfRange(wire, begin, end));
      begin = end;
    }
    read(Arrays.copyOfRange(wire, begin, wire.length));
    return this;
  }

  Wire readByteByByte(byte[] wire) {
    for (byte one : wire) {
      read(new byte[] {one});
    }
    return this;
  }

  /** The protocol error, empty without one. */
  String error() {
    return error;
  }

  /** Closes the decoder; fails if it kept a buffer. */
  Wire finish() {
    decoder.close();
    assertThat(fed.stream().filter(buffer -> buffer.refCnt() != 0)).isEmpty();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    return this;
  }

  static List<String> arguments(Request request) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < request.count(); i++) {
      arguments.add(latin(request.bytes(i)));
    }
    return arguments;
  }

  // With room before and behind its content, as the buffers of a transport.
  static ByteBuf buffer(ByteBufAllocator allocator, byte[] content) {
    ByteBuf buffer =
        content.length % 2 == 0
            ? allocator.heapBuffer(content.length + 7)
            : allocator.directBuffer(content.length + 7);
    return buffer.writeBytes(new byte[3]).skipBytes(3).writeBytes(content);
  }
}
