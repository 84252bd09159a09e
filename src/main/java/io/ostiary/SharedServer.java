package io.ostiary;

import io.ostiary.acl.Acl;
import io.ostiary.admission.DescriptorLimit;
import io.ostiary.admission.Permit;
import io.ostiary.auth.Authentication;
import io.ostiary.auth.LoginGuard;
import io.ostiary.client.Client;
import io.ostiary.client.ClientTable;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Dispatcher;
import io.ostiary.command.FallbackCommands;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoSection;
import io.ostiary.command.Logins;
import io.ostiary.command.OwnIdentity;
import io.ostiary.command.ServerFacts;
import io.ostiary.command.ServerIdentity;
import io.ostiary.command.client.ClientCommands;
import io.ostiary.command.connection.ConnectionCommands;
import io.ostiary.command.server.CommandCommands;
import io.ostiary.command.server.ConfigCommands;
import io.ostiary.command.server.InfoCommands;
import io.ostiary.command.server.ServerCommands;
import io.ostiary.gateway.Gateway;
import io.ostiary.listen.Endpoint;
import io.ostiary.listen.LingerLimit;
import io.ostiary.pause.Pause;
import io.ostiary.pause.WriteJudge;
import io.ostiary.pubsub.PubSub;
import io.ostiary.resp.DecodeLimits;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.stats.Stats;
import io.ostiary.tls.Handshakes;
import io.ostiary.tls.LiveTls;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all instances of one deployment share. Safe from any thread; the instances' event loops meet
 * nowhere else.
 */
final class SharedServer {

  private static final Logger log = LoggerFactory.getLogger(SharedServer.class);

  private final LiveSettings settings;
  private final Stats stats = new Stats();
  private final ClientTable clients = new ClientTable();
  private final Embedding embedding;
  private final Acl acl;
  private final Authentication authentication;
  private final Logins logins;
  private final AdmissionFeature admission;
  private final Optional<Gateway> gateway;
  private final Handshakes handshakes;
  private final List<Feature> features;
  private final CommandTable commands;
  private final Dispatcher dispatcher;
  private final RequestLimits limits;
  private final LiveListening listening;

  /**
   * Puts the parts together.
   *
   * @param loaded the settings to begin with
   * @param tls what they ask for
   * @param embedding what the program adds
   * @param eventLoops how many event loops listen and serve clients
   * @param transport what they wait with
   * @param shutdown what SHUTDOWN does
   * @throws ConfigurationException if the system has no room for a single client, or a command that
   *     is to be renamed does not exist
   */
  SharedServer(
      Settings loaded,
      LiveTls tls,
      Embedding embedding,
      int eventLoops,
      String transport,
      Runnable shutdown) {
    DescriptorLimit descriptors = ListenSettings.descriptors(loaded, eventLoops);
    this.embedding = embedding;
    settings = new LiveSettings(descriptors.lowered(loaded));
    limits = new RequestLimits(settings);
    LoginGuard guard = new LoginGuard(settings, stats);
    gateway =
        Gateway.isWanted(settings)
            ? Optional.of(new Gateway(settings, stats, clients::byId, this::infoSections, guard))
            : Optional.empty();
    acl =
        new Acl(
            settings,
            stats,
            clients,
            this::commands,
            this::features,
            gateway.map(Gateway::facts).orElse(FallbackCommands.NONE));
    authentication = new Authentication(acl, embedding.authenticator(), guard);
    logins =
        gateway.filter(Gateway::passesLoginsThrough).map(Gateway::logins).orElse(authentication);
    admission = new AdmissionFeature(settings, clients, logins, guard, embedding.rules(), stats);
    handshakes = Handshakes.of(tls, settings, stats.tls());
    listening =
        new LiveListening(
            settings,
            new LingerLimit(descriptors.lingering()),
            ProxyProtocol.headers(settings, descriptors.lingering(), admission, stats));
    features = features(loaded, facts(eventLoops, transport, loaded), shutdown);
    CommandTable table = embedding.commandsBeside(features);
    for (Feature feature : features) {
      table = feature.over(table);
    }
    acl.begin(table);
    commands = CommandRenames.apply(loaded, table);
    dispatcher =
        new Dispatcher(
            commands,
            features.stream().flatMap(feature -> feature.checks().stream()).toList(),
            features.stream().flatMap(feature -> feature.gates().stream()).toList(),
            stats);
    applyChanges(descriptors);
    features.forEach(feature -> feature.follow(settings));
    // Last: what others refuse costs no socket then.
    listening.follow();
  }

  /** All that this server can do; checks are asked in this order. */
  private List<Feature> features(Settings loaded, ServerFacts facts, Runnable shutdown) {
    List<Feature> all = new ArrayList<>();
    all.add(new ConnectionCommands(logins, identity(facts), this::reset));
    all.add(authentication);
    if (logins == authentication) {
      all.add(acl);
    }
    all.addAll(admission.all());
    all.add(
        new ClientCommands(
            clients, logins, settings, admission.refusals()::lines, admission.departures()::lines));
    all.add(new ConfigCommands(settings, stats));
    all.add(new CommandCommands(this::commands));
    all.add(new InfoCommands(facts, stats, this::infoSections));
    all.add(new TlsFeature(handshakes, stats));
    all.add(new ServerCommands(shutdown));
    all.add(
        new Pause(gateway.<WriteJudge>map(behind -> behind::mayWrite).orElse(WriteJudge.BY_FLAGS)));
    all.addAll(gateway.map(Gateway::features).orElseGet(() -> List.of(PubSub.local())));
    all.addAll(embedding.features(loaded));
    return List.copyOf(all);
  }

  private ServerIdentity identity(ServerFacts facts) {
    return gateway
        .<ServerIdentity>map(Gateway::identity)
        .orElseGet(() -> new OwnIdentity(settings, facts.version()));
  }

  private void reset(Client client) {
    features.forEach(feature -> feature.reset(client));
  }

  private List<InfoSection> infoSections() {
    return features.stream().flatMap(feature -> feature.info().stream()).toList();
  }

  /**
   * Checks what only a server can tell of settings: makes one and starts nothing.
   *
   * @throws ConfigurationException if it could not serve with them
   */
  @SuppressWarnings("ResultOfObjectAllocationIgnored") // What is asked for is that it can be made.
  static void check(Settings loaded) {
    int eventLoops = loaded.get(Directives.EVENT_LOOPS);
    LiveTls tls = Startup.tls(loaded, change -> Future.failedFuture("only a check"));
    new SharedServer(loaded, tls, new Embedding(), eventLoops, "", () -> {});
  }

  private void applyChanges(DescriptorLimit descriptors) {
    settings.onChange(Directives.LOGLEVEL, now -> Logging.level(now.get(Directives.LOGLEVEL)));
    descriptors.follow(settings);
  }

  private ServerFacts facts(int eventLoops, String transport, Settings loaded) {
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    return new ServerFacts(
        Version.text(),
        HexFormat.of().formatHex(random),
        System.currentTimeMillis(),
        () -> listening.endpoints().isEmpty() ? 0 : listening.endpoints().get(0).port(),
        () -> listening.endpoints().stream().map(Endpoint::infoLine).toList(),
        eventLoops,
        transport,
        loaded.file().orElse(""));
  }

  LiveSettings settings() {
    return settings;
  }

  Stats stats() {
    return stats;
  }

  /** Takes samples of what is counted; called a few times a second by one thread. */
  void sample(long nowMillis) {
    stats.sample(nowMillis);
    admission.tick(nowMillis);
  }

  /** What passes commands on; empty where none does. */
  Optional<Gateway> gateway() {
    return gateway;
  }

  /** Whether a request of a client waits for a server behind, or for its turn there. */
  boolean isOwedUpstream(Client client) {
    return gateway.isPresent() && gateway.get().isOwed(client);
  }

  /** A client has sent its end, and is still owed replies from elsewhere. */
  void inputEnded(Client client) {
    gateway.ifPresent(passing -> passing.inputEnded(client));
  }

  ClientTable clients() {
    return clients;
  }

  Authentication authentication() {
    return authentication;
  }

  Logins logins() {
    return logins;
  }

  AdmissionFeature admission() {
    return admission;
  }

  /** What the TLS handshakes of all listeners share. */
  Handshakes handshakes() {
    return handshakes;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  /** How much this client may send at once: less until it has given its password. */
  DecodeLimits limits(Client client) {
    return limits.of(authentication.isRequiredOf(client));
  }

  private List<Feature> features() {
    return features;
  }

  private CommandTable commands() {
    return commands;
  }

  /** A client has entered the table; what the program throws closes it. */
  void connected(ConnectedClient client) {
    gateway.ifPresent(behind -> behind.entered(client));
    embedding.connected(client);
  }

  /**
   * A client has left the table: its permit is released, and each feature hears of it, whatever the
   * others throw.
   */
  void departed(ConnectedClient client, Permit permit) {
    guarded(client, permit::release);
    for (Feature feature : features) {
      guarded(client, () -> feature.left(client, client.closeReason()));
    }
  }

  private static void guarded(Client client, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) { // A program's own code, and the rest has to happen all the same.
      log.error("An action failed when client {} left", client, e);
    }
  }

  /** What all instances listen on. */
  LiveListening listening() {
    return listening;
  }
}
