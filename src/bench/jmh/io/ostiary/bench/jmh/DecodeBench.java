package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.RequestDecoder;
import org.openjdk.jmh.annotations.Benchmark;

/** Decodes all requests of one read. */
public class DecodeBench extends Bench {

  private final RequestDecoder decoder = new RequestDecoder(Parts.ALLOCATOR);
  private final ByteBuf ping = Parts.read(Parts.PING);
  private final ByteBuf pipeline = Parts.read(Parts.PING.repeat(16));
  private final ByteBuf get = Parts.read(Parts.GET);
  private final ByteBuf set = Parts.read(Parts.SET);

  /** The cost of the reference that the other benchmarks take in place of a socket. */
  @Benchmark
  public boolean nothing() {
    return ping.readerIndex(0).retain().release();
  }

  @Benchmark
  public int ping() throws ProtocolException {
    return decode(ping);
  }

  @Benchmark
  public int pingPipelineOf16() throws ProtocolException {
    return decode(pipeline);
  }

  @Benchmark
  public int get() throws ProtocolException {
    return decode(get);
  }

  @Benchmark
  public int setOf100Bytes() throws ProtocolException {
    return decode(set);
  }

  private int decode(ByteBuf read) throws ProtocolException {
    // The same buffer each time; the decoder releases the reference taken here.
    decoder.feed(read.readerIndex(0).retain());
    int arguments = 0;
    while (decoder.next(Parts.LIMITS)) {
      arguments += decoder.request().count();
    }
    return arguments;
  }
}
