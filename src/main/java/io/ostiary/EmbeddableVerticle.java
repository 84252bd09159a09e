package io.ostiary;

import io.ostiary.admission.AdmissionRule;
import io.ostiary.auth.Authenticator;
import io.ostiary.client.Client;
import io.ostiary.client.Clients;
import io.ostiary.client.CloseReason;
import io.ostiary.command.Command;
import io.ostiary.listen.Endpoint;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a program adds to its {@link ListenerVerticle}, and what it sees of one that runs. */
public abstract sealed class EmbeddableVerticle extends VerticleBase permits ListenerVerticle {

  private final Embedding embedding = new Embedding();
  private volatile SharedServer server; // null: not there yet

  EmbeddableVerticle() {}

  Embedding embedding() {
    return embedding;
  }

  /** The server that this instance serves for; empty before it is made. */
  Optional<SharedServer> server() {
    return Optional.ofNullable(server);
  }

  void server(SharedServer made) {
    server = made;
  }

  // What a program adds before it deploys. Of several instances, the first one's hold for all.

  /**
   * Adds a command. A server with commands of its own has no keyspace, unless {@link #keyspace} is
   * called, too. A name that is taken already fails the deployment; see {@link #replace}.
   */
  public ListenerVerticle command(Command command) {
    embedding.add(command);
    return (ListenerVerticle) this;
  }

  /** Puts a command in the place of the built-in one of its name, which must exist. */
  public ListenerVerticle replace(Command command) {
    embedding.replace(command);
    return (ListenerVerticle) this;
  }

  /** Serves the small keyspace beside commands of one's own. */
  public ListenerVerticle keyspace() {
    embedding.keyspace();
    return (ListenerVerticle) this;
  }

  /** Asks this rule, too, whether a connection may come in; after the built-in rules. */
  public ListenerVerticle admission(AdmissionRule rule) {
    embedding.add(rule);
    return (ListenerVerticle) this;
  }

  /**
   * Lets this decide about AUTH and HELLO instead of {@code requirepass}: every client has to log
   * in.
   */
  public ListenerVerticle authenticator(Authenticator authenticator) {
    embedding.authenticator(authenticator);
    return (ListenerVerticle) this;
  }

  /**
   * Calls this for each client when it has been admitted, before its first command, on its event
   * loop. What it throws closes the client.
   */
  public ListenerVerticle onConnect(Consumer<Client> handler) {
    embedding.onConnect(handler);
    return (ListenerVerticle) this;
  }

  /** Calls this once for each client when it has left, on its event loop. */
  public ListenerVerticle onClose(BiConsumer<Client, CloseReason> handler) {
    embedding.onClose(handler);
    return (ListenerVerticle) this;
  }

  // What a program sees of a server that runs

  /**
   * The clients of all instances. From any thread, once the deployment has succeeded.
   *
   * @throws IllegalStateException before that
   */
  public Clients clients() {
    return running().clients().view();
  }

  /**
   * What the server has counted, by the names of INFO's Stats section. From any thread, once the
   * deployment has succeeded; a copy.
   *
   * @throws IllegalStateException before that
   */
  public Map<String, Long> counters() {
    return running().stats().counters();
  }

  private SharedServer running() {
    return server()
        .orElseThrow(() -> new IllegalStateException("the verticle is not deployed yet"));
  }

  /**
   * The port of a listener with a name, also when the system chose it; 0 if there is none. From any
   * thread, once the deployment has succeeded.
   *
   * @param listener {@code tcp} for the one of the port
   */
  public int port(String listener) {
    return server().map(made -> made.listening().endpoints()).orElse(List.of()).stream()
        .filter(endpoint -> endpoint.spec().profile().name().equals(listener))
        .map(Endpoint::port)
        .findFirst()
        .orElse(0);
  }

  /**
   * The port that is listened on, also when the system chose it; 0 if none is. From any thread,
   * once the deployment has succeeded.
   */
  public int port() {
    return endpoints().findFirst().map(Endpoint::port).orElse(0);
  }

  /** The port that is listened on with TLS, as {@link #port} tells the first one; 0 if none is. */
  public int tlsPort() {
    return endpoints()
        .filter(endpoint -> endpoint.spec().profile().tls())
        .findFirst()
        .map(Endpoint::port)
        .orElse(0);
  }

  private Stream<Endpoint> endpoints() {
    return server().map(made -> made.listening().endpoints()).stream().flatMap(List::stream);
  }
}
