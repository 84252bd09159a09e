package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.ostiary.auth.Authentication;
import io.ostiary.client.ClientTable;
import io.ostiary.client.Addresses;
import io.ostiary.net.PeerAddress;
import io.ostiary.command.BuiltInCommands;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Dispatcher;
import io.ostiary.command.ServerContext;
import io.ostiary.command.ServerFacts;
import io.ostiary.resp.DecodeLimits;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.stats.Stats;
import io.ostiary.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The parts of a server, put together as a server does it, but without a socket. */
final class Parts {

  /** Direct and pooled, as what a socket is read into. */
  static final ByteBufAllocator ALLOCATOR = new PooledByteBufAllocator(true);

  static final DecodeLimits LIMITS = new DecodeLimits(true, 512 * 1024 * 1024);

  static final String PING = multibulk("PING");
  static final String GET = multibulk("GET", "key:000000000001");
  static final String GET_MISSING = multibulk("GET", "key:000000000002");
  static final String SET = multibulk("SET", "key:000000000001", "v".repeat(100));

  private Parts() {}

  static String multibulk(String... words) {
    StringBuilder wire = new StringBuilder("*").append(words.length).append("\r\n");
    for (String word : words) {
      wire.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return wire.toString();
  }

  /** These bytes as one read brings them. */
  static ByteBuf read(String wire) {
    byte[] bytes = wire.getBytes(StandardCharsets.US_ASCII);
    return ALLOCATOR.directBuffer(bytes.length).writeBytes(bytes);
  }

  /** A request that stays good, decoded from such a read. */
  static Request request(String wire) {
    RequestDecoder decoder = new RequestDecoder(ALLOCATOR);
    decoder.feed(read(wire));
    try {
      decoder.next(LIMITS);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    return decoder.request();
  }

  static Addresses addresses() {
    byte[] loopback = {127, 0, 0, 1};
    return new Addresses(PeerAddress.of(loopback, 50_000), PeerAddress.of(loopback, 6379), 9);
  }

  static LiveSettings settings() {
    return new LiveSettings(Settings.defaults());
  }

  /** All commands that a fresh server has. */
  static Dispatcher dispatcher(ClientTable clients) {
    LiveSettings settings = settings();
    Stats stats = new Stats();
    Authentication authentication = new Authentication(settings);
    ServerFacts facts =
        new ServerFacts("bench", "0".repeat(40), 0, () -> 6379, List::of, 1, "none", "");
    ServerContext context =
        new ServerContext(
            clients, settings, stats, authentication, facts, () -> CommandTable.EMPTY, () -> {});
    CommandTable commands = BuiltInCommands.in(context).with(new Store(16).commands());
    return new Dispatcher(commands, authentication, stats);
  }
}
