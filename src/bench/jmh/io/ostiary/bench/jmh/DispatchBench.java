package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.ClientTable;
import io.ostiary.command.Dispatcher;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * From a request to its reply; {@code walk...} is the whole work of a session for one read, from
 * bytes to bytes.
 */
public class DispatchBench extends Bench {

  private final ClientTable clients = new ClientTable();
  private final ConnectedClient client = Parts.client(clients.nextId(), Parts.addresses());
  private final Dispatcher dispatcher = Parts.dispatcher(clients);
  private final Request ping = Parts.request(Parts.PING);
  private final Request get = Parts.request(Parts.GET);
  private final Request getMissing = Parts.request(Parts.GET_MISSING);
  private final Request set = Parts.request(Parts.SET);

  private final RequestDecoder decoder = new RequestDecoder(Parts.ALLOCATOR);
  private final ByteBuf output = Parts.ALLOCATOR.directBuffer(256);
  private final ByteBuf pingRead = Parts.read(Parts.PING);
  private final ByteBuf getRead = Parts.read(Parts.GET);
  private final ByteBuf setRead = Parts.read(Parts.SET);

  @Setup
  public void fill() {
    dispatcher.run(client, set);
  }

  @Benchmark
  public Reply ping() {
    return dispatcher.run(client, ping);
  }

  @Benchmark
  public Reply getMissing() {
    return dispatcher.run(client, getMissing);
  }

  @Benchmark
  public Reply getOf100Bytes() {
    return dispatcher.run(client, get);
  }

  @Benchmark
  public Reply setOf100Bytes() {
    return dispatcher.run(client, set);
  }

  @Benchmark
  public int walkPing() throws ProtocolException {
    return walk(pingRead);
  }

  @Benchmark
  public int walkGetOf100Bytes() throws ProtocolException {
    return walk(getRead);
  }

  @Benchmark
  public int walkSetOf100Bytes() throws ProtocolException {
    return walk(setRead);
  }

  private int walk(ByteBuf read) throws ProtocolException {
    output.clear();
    decoder.feed(read.readerIndex(0).retain());
    while (decoder.next(Parts.LIMITS)) {
      ReplyEncoder.encode(dispatcher.run(client, decoder.request()), 2, output);
    }
    return output.writerIndex();
  }
}
