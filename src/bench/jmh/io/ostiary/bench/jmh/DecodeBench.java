package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.RequestDecoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From one read to its requests, until the decoder holds nothing again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBench {

  private final RequestDecoder decoder = new RequestDecoder(Parts.ALLOCATOR);
  private final ByteBuf ping = Parts.read(Parts.PING);
  private final ByteBuf pipeline = Parts.read(Parts.PING.repeat(16));
  private final ByteBuf get = Parts.read(Parts.GET);
  private final ByteBuf set = Parts.read(Parts.SET);

  /** What the others take for nothing: the reference that a socket would have given. */
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
    // The same buffer again and again: what the decoder gives back is the reference taken here.
    decoder.feed(read.readerIndex(0).retain());
    int arguments = 0;
    while (decoder.next(Parts.LIMITS)) {
      arguments += decoder.request().count();
    }
    return arguments;
  }
}
