package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import org.openjdk.jmh.annotations.Benchmark;

/** From a reply to its bytes, in a buffer that has room for them. */
public class EncodeBench extends Bench {

  private final ByteBuf output = Parts.ALLOCATOR.directBuffer(256);
  private final Reply ok = Reply.OK;
  private final Reply pong = Reply.simple("PONG");
  private final Reply bulk = Reply.bulk(new byte[100]);
  private final Reply integer = Reply.integer(1234);

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

  private int encode(Reply reply) {
    ReplyEncoder.encode(reply, 2, output.clear());
    return output.writerIndex();
  }
}
