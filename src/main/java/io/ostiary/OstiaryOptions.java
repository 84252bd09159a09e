package io.ostiary;

import io.ostiary.settings.TlsAuthClients;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a {@link ListenerVerticle} is to serve, as Vert.x's own options are written. Each setter has
 * the meaning, the range and the default of the directive of its name; a value that the directive
 * does not take fails the deployment. Not safe for several threads.
 */
public class OstiaryOptions {

  private final JsonObject directives;

  /** Every directive at its default, or as the file and the environment have it. */
  public OstiaryOptions() {
    this(new JsonObject());
  }

  /** A copy. */
  public OstiaryOptions(OstiaryOptions other) {
    this(other.directives);
  }

  /**
   * From JSON.
   *
   * @param json directives by their names: {@code {"port": 6380, "maxclients": 5000}}; copied
   */
  public OstiaryOptions(JsonObject json) {
    this.directives = json.copy();
  }

  /** What was set, by directive names; a copy. */
  public JsonObject toJson() {
    return directives.copy();
  }

  /** The TCP port: 0 for none, -1 for a free one that the system chooses. */
  public OstiaryOptions setPort(int port) {
    return set("port", port);
  }

  /** The addresses to listen on; a {@code -} before one lets it be missing. */
  public OstiaryOptions setBind(List<String> addresses) {
    return set("bind", new JsonArray(List.copyOf(addresses)));
  }

  /** The addresses to listen on, as {@link #setBind(List)}. */
  public OstiaryOptions setBind(String... addresses) {
    return setBind(List.of(addresses));
  }

  /** The path of a unix socket to listen on; empty for none. */
  public OstiaryOptions setUnixSocket(String path) {
    return set("unixsocket", path);
  }

  /**
   * Another listener, beside those of the addresses, the port and the unix socket.
   *
   * @param name how INFO, {@code CLIENT LIST} and rules of admission name it
   * @param options as the directive {@code listener} takes them: {@code bind=127.0.0.1}, {@code
   *     port=6390}, {@code role=admin}
   */
  public OstiaryOptions addListener(String name, String... options) {
    JsonArray all = directives.getJsonArray("listener", new JsonArray()).copy();
    return set("listener", all.add(name + " " + String.join(" ", options)));
  }

  /** Whether connections to the port begin with a header of the PROXY protocol. */
  public OstiaryOptions setProxyProtocol(boolean on) {
    return set("proxy-protocol", on);
  }

  /** The networks of the proxies whose headers are believed, such as {@code 10.1.0.0/16}. */
  public OstiaryOptions setProxyProtocolNetworks(List<String> networks) {
    return set("proxy-protocol-networks", new JsonArray(List.copyOf(networks)));
  }

  /** Whether other processes of this user may listen on the same TCP ports. */
  public OstiaryOptions setReusePort(boolean on) {
    return set("reuse-port", on);
  }

  /** How many connections may wait to be accepted. */
  public OstiaryOptions setTcpBacklog(int connections) {
    return set("tcp-backlog", connections);
  }

  /** How many clients may be connected at once. */
  public OstiaryOptions setMaxClients(int clients) {
    return set("maxclients", clients);
  }

  /** Whether peers of other hosts are refused while no login is required. */
  public OstiaryOptions setProtectedMode(boolean on) {
    return set("protected-mode", on);
  }

  /** The password that clients must give; empty for none. */
  public OstiaryOptions setRequirePass(String password) {
    return set("requirepass", password);
  }

  /** The TCP port where clients speak TLS: 0 for none, -1 for a free one. */
  public OstiaryOptions setTlsPort(int port) {
    return set("tls-port", port);
  }

  /** The server's certificate and its private key, files in PEM. */
  public OstiaryOptions setTlsCertificate(String certificateFile, String keyFile) {
    return set("tls-cert-file", certificateFile).set("tls-key-file", keyFile);
  }

  /** The certificates that clients' must come from, a file in PEM; empty for none. */
  public OstiaryOptions setTlsCaCertFile(String file) {
    return set("tls-ca-cert-file", file);
  }

  /** Whether clients show a certificate. */
  public OstiaryOptions setTlsAuthClients(TlsAuthClients asked) {
    return set("tls-auth-clients", asked.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The URL of the server to be a gateway for, such as {@code redis://127.0.0.1:6379}; empty for
   * none.
   */
  public OstiaryOptions setUpstream(String url) {
    return set("upstream", url);
  }

  /** How long a client may be silent before it is closed, in whole seconds; zero for ever. */
  public OstiaryOptions setTimeout(Duration timeout) {
    return set("timeout", wholeSeconds(timeout));
  }

  /** After how long TCP asks whether a silent peer is alive, in whole seconds; zero for never. */
  public OstiaryOptions setTcpKeepalive(Duration period) {
    return set("tcp-keepalive", wholeSeconds(period));
  }

  /** How long a shutdown waits for replies to leave, in whole seconds. */
  public OstiaryOptions setShutdownTimeout(Duration timeout) {
    return set("shutdown-timeout", wholeSeconds(timeout));
  }

  /**
   * Any directive by its name.
   *
   * @param value a number, a boolean, a string or a {@link JsonArray} of strings
   */
  public OstiaryOptions set(String directive, Object value) {
    directives.put(directive, value);
    return this;
  }

  // Cut to whole seconds, a short time would become 0, which often means never.
  private static long wholeSeconds(Duration time) {
    if (!time.equals(Duration.ofSeconds(time.toSeconds()))) {
      throw new IllegalArgumentException("this takes whole seconds, not " + time);
    }
    return time.toSeconds();
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return "OstiaryOptions" + directives.fieldNames();
  }
}
