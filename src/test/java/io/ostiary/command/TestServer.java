package io.ostiary.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.acl.TestAcl;
import io.ostiary.auth.Authentication;
import io.ostiary.client.Addresses;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.client.TestLink;
import io.ostiary.command.client.ClientCommands;
import io.ostiary.command.connection.ConnectionCommands;
import io.ostiary.command.server.CommandCommands;
import io.ostiary.command.server.ConfigCommands;
import io.ostiary.command.server.InfoCommands;
import io.ostiary.command.server.ServerCommands;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.Request;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.stats.Stats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The built-in commands with real clients and settings, without sockets. Single-threaded. */
public final class TestServer {

  private final LiveSettings settings = new LiveSettings(Settings.defaults());
  private final ClientTable clients = new ClientTable();
  private final Stats stats = new Stats();
  private final Authentication authentication =
      new Authentication(TestAcl.of(settings), Optional.empty(), LoginGate.OPEN);
  private final AtomicInteger shutdowns = new AtomicInteger();
  private final Map<Long, List<CloseReason>> closed = new HashMap<>();
  private final List<Feature> features;
  private final CommandTable commands;
  private final Dispatcher dispatcher;
  private int lastPort = 50_000;

  public TestServer(Command... more) {
    ServerFacts facts =
        new ServerFacts(
            "1.2.3",
            "0123456789abcdef0123456789abcdef01234567",
            System.currentTimeMillis() - 90_000,
            () -> 6379,
            () -> List.of("name=tcp,bind=127.0.0.1,port=6379"),
            2,
            "nio",
            "/etc/ostiary.conf");
    features =
        List.of(
            new ConnectionCommands(
                authentication, new OwnIdentity(settings, facts.version()), client -> {}),
            authentication,
            new ClientCommands(
                clients, authentication, settings, most -> List.of(), most -> List.of()),
            new ConfigCommands(settings, stats),
            new CommandCommands(this::commands),
            new InfoCommands(facts, stats, this::sections),
            new ServerCommands(shutdowns::incrementAndGet));
    List<Command> all = new ArrayList<>();
    features.forEach(feature -> all.addAll(feature.commands()));
    all.addAll(List.of(more));
    commands = CommandTable.of(all);
    dispatcher = new Dispatcher(commands, authentication.checks(), stats);
  }

  private List<InfoSection> sections() {
    return features.stream().flatMap(feature -> feature.info().stream()).toList();
  }

  /** A client with its own address; the first is {@code 10.0.0.1:50001}. */
  public ConnectedClient connect() {
    return connect(System.currentTimeMillis());
  }

  public ConnectedClient connect(long nowMillis) {
    Addresses origin = Ends.of("10.0.0.1:" + ++lastPort, "127.0.0.1:6379", 9);
    List<CloseReason> reasons = new ArrayList<>();
    ConnectedClient client =
        new ConnectedClient(
            clients.nextId(),
            origin,
            !authentication.isRequired(),
            nowMillis,
            new TestLink(reasons::add));
    clients.places().take(false, Integer.MAX_VALUE, Integer.MAX_VALUE);
    clients.add(client);
    closed.put(client.id(), reasons);
    return client;
  }

  /** The reply to these words, as encoded for the client. */
  public String ask(ConnectedClient client, String... words) {
    Reply reply = dispatcher.run(client, Request.of(words));
    boolean answered = client.replyMode().answers();
    client.replyMode(client.replyMode().next());
    ByteBuf bytes = Unpooled.buffer();
    if (answered) {
      ReplyEncoder.encode(reply, client.respVersion(), bytes);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The reasons with which the client was closed; empty if it was not. */
  public List<CloseReason> closed(ConnectedClient client) {
    return closed.get(client.id());
  }

  public void password(String password) {
    settings.change("requirepass", password);
  }

  public LiveSettings settings() {
    return settings;
  }

  public ClientTable clients() {
    return clients;
  }

  public Stats stats() {
    return stats;
  }

  public CommandTable commands() {
    return commands;
  }

  public int shutdowns() {
    return shutdowns.get();
  }
}
