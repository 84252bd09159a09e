package io.ostiary.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.ostiary.acl.Acl;
import io.ostiary.admission.AddressRateRule;
import io.ostiary.admission.Admission;
import io.ostiary.admission.AllowFromRule;
import io.ostiary.admission.AuthFailureRule;
import io.ostiary.admission.ClientsPerAddressRule;
import io.ostiary.admission.ConnectionRateRule;
import io.ostiary.admission.DenyFromRule;
import io.ostiary.admission.MaxClientsRule;
import io.ostiary.admission.ProtectedModeRule;
import io.ostiary.auth.Authentication;
import io.ostiary.client.Addresses;
import io.ostiary.client.ClientLink;
import io.ostiary.client.ClientMessage;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Dispatcher;
import io.ostiary.command.FallbackCommands;
import io.ostiary.command.Feature;
import io.ostiary.command.LoginGate;
import io.ostiary.command.OwnIdentity;
import io.ostiary.command.ServerFacts;
import io.ostiary.command.client.ClientCommands;
import io.ostiary.command.connection.ConnectionCommands;
import io.ostiary.command.server.CommandCommands;
import io.ostiary.command.server.ConfigCommands;
import io.ostiary.command.server.InfoCommands;
import io.ostiary.command.server.ServerCommands;
import io.ostiary.net.PeerAddress;
import io.ostiary.resp.DecodeLimits;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.stats.Stats;
import io.ostiary.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a server, wired as in a server, without a socket. */
final class Parts {

  /** Direct and pooled, as the buffers of sockets. */
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

  /** A buffer with these bytes, as of one read. */
  static ByteBuf read(String wire) {
    byte[] bytes = wire.getBytes(StandardCharsets.US_ASCII);
    return ALLOCATOR.directBuffer(bytes.length).writeBytes(bytes);
  }

  /** A decoded request that stays valid. */
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

  static Acl acl(LiveSettings settings, ClientTable clients) {
    Acl acl =
        new Acl(
            settings,
            new Stats(),
            clients,
            () -> CommandTable.EMPTY,
            List::of,
            FallbackCommands.NONE);
    acl.begin(CommandTable.EMPTY);
    return acl;
  }

  /** All built-in commands. */
  static Dispatcher dispatcher(ClientTable clients) {
    LiveSettings settings = settings();
    Stats stats = new Stats();
    Acl acl = acl(settings, clients);
    Authentication authentication =
        new Authentication(acl, Optional.empty(), LoginGate.OPEN);
    ServerFacts facts =
        new ServerFacts("bench", "0".repeat(40), 0, () -> 6379, List::of, 1, "none", "");
    List<Feature> features =
        List.of(
            new ConnectionCommands(
                authentication, new OwnIdentity(settings, facts.version()), client -> {}),
            authentication,
            acl,
            new ClientCommands(
                clients, authentication, settings, most -> List.of(), most -> List.of()),
            new ConfigCommands(settings, stats),
            new CommandCommands(() -> CommandTable.EMPTY),
            new InfoCommands(facts, stats, List::of),
            new ServerCommands(() -> {}));
    List<Command> commands = new ArrayList<>(new Store(16).commands().all());
    features.forEach(feature -> commands.addAll(feature.commands()));
    return new Dispatcher(CommandTable.of(commands), Stream.concat(authentication.checks().stream(), acl.checks().stream()).toList(), stats);
  }

  /** The rules that every server has, as they are unless something is set. */
  static Admission admission(ClientTable clients) {
    LiveSettings settings = settings();
    return new Admission(
        List.of(
            new DenyFromRule(settings),
            new AllowFromRule(settings),
            new AuthFailureRule(address -> false),
            new AddressRateRule(settings),
            new ConnectionRateRule(settings),
            new ClientsPerAddressRule(settings),
            new MaxClientsRule(clients, settings),
            new ProtectedModeRule(settings, acl(settings, clients)::requiresLogin)));
  }

  /** A client without a connection. */
  static ConnectedClient client(long id, Addresses addresses) {
    return new ConnectedClient(id, addresses, true, 0, UNCONNECTED);
  }

  private static final ClientLink UNCONNECTED =
      new ClientLink() {
        @Override
        public void close(CloseReason reason) {}

        @Override
        public void execute(Runnable action) {
          action.run();
        }

        @Override
        public void push(ClientMessage message) {}

        @Override
        public void forward(ByteBuf bytes, int from, int to, int ended, boolean whole) {}

        @Override
        public int mostForwarded() {
          return 1;
        }

        @Override
        public boolean isWritableOr(Runnable whenItIs) {
          return true;
        }

        @Override
        public void measure() {}
      };
}
