package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.ReplySink;
import java.util.Collections;
import org.openjdk.jmh.annotations.Benchmark;

/** Encodes a reply into a buffer with enough room. */
public class EncodeBench extends Bench {

  private final ByteBuf output = Parts.ALLOCATOR.directBuffer(32 * 1024);
  private final Reply ok = Reply.OK;
  private final Reply pong = Reply.simple("PONG");
  private final Reply bulk = Reply.bulk(new byte[100]);
  private final Reply integer = Reply.integer(1234);
  private final Reply large = Reply.bulk(new byte[ReplyEncoder.LARGE_BYTES]);
  private final Reply array = Reply.array(Collections.nCopies(10, bulk));
  private final ReplySink sink =
      new ReplySink() {
        @Override
        public ByteBuf buffer() {
          return output.clear();
        }

        @Override
        public void large(byte[] bytes) {}
      };

  @Benchmark
  public int ok() {
    return encode(ok);
  }

  @Benchmark
  public int pong() {
    return encode(pong);
  }

  @Benchmark
  public int bulkOf100Bytes() {
    return encode(bulk);
  }

  @Benchmark
  public int integer() {
    return encode(integer);
  }

  @Benchmark
  public int okToASink() {
    return encodeToSink(ok);
  }

  @Benchmark
  public int bulkOf100BytesToASink() {
    return encodeToSink(bulk);
  }

  @Benchmark
  public int bulkOf16KilobytesCopied() {
    return encode(large);
  }

  @Benchmark
  public int arrayOf10() {
    return encode(array);
  }

  @Benchmark
  public int arrayOf10ToASink() {
    return encodeToSink(array);
  }

  private int encodeToSink(Reply reply) {
    ReplyEncoder.encode(reply, 2, sink);
    return output.writerIndex();
  }

  private int encode(Reply reply) {
    ReplyEncoder.encode(reply, 2, output.clear());
    return output.writerIndex();
  }
}
