package io.ostiary.settings;

import static io.ostiary.settings.DirectiveRow.fixed;
import static io.ostiary.settings.DirectiveRow.live;

import io.ostiary.net.CidrSet;
import io.ostiary.settings.NumberTypes.Bytes;
import io.ostiary.settings.NumberTypes.Millis;
import io.ostiary.settings.NumberTypes.Octal;
import io.ostiary.settings.NumberTypes.Seconds;
import io.ostiary.settings.NumberTypes.WholeNumber;
import io.ostiary.settings.WordTypes.Folder;
import io.ostiary.settings.WordTypes.OneOf;
import io.ostiary.settings.WordTypes.Text;
import io.ostiary.settings.WordTypes.WordList;
import io.ostiary.settings.WordTypes.YesNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every directive, one row each, in the order that {@code --help} lists them. */
public final class Directives {

  /** Redis sets no such bound; here each database is made at the start. */
  private static final int MOST_DATABASES = 16_384;

  /** Linux takes no longer TCP_KEEPIDLE (tcp(7)); more would leave a peer without a probe. */
  private static final int MOST_KEEPALIVE_SECONDS = 32_767;

  private static final long MEBIBYTE = 1L << 20;
  // A bulk string becomes one byte array, and a JVM makes none longer than this.
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /** Redis sets no such bound; an entry takes up to 3 kB. */
  private static final int MOST_LOG_ENTRIES = 1_000_000;

  private static final int MOST_EVENT_LOOPS = 1024;

  /** A gateway is to spare a server its connections: each event loop has this many at the most. */
  private static final int MOST_UPSTREAM_CONNECTIONS = 64;

  private static final int MOST_REPLICA_LAG_SECONDS = 3600;

  private static final int MOST_PINNED = 65_535;
  private static final long LEAST_UPSTREAM_BUFFER = 64 << 10;

  private static final int MOST_PER_SECOND = 1_000_000;
  private static final int MOST_HEADER_SECONDS = 3600;

  private static final List<Directive<?>> ROWS = new ArrayList<>();

  /** The addresses to listen on; one with {@code -} before it may be missing; none if empty. */
  public static final Directive<List<String>> BIND =
      row(
          live(
              "bind",
              new WordList("one or more addresses or host names, or \"\" for none"),
              List.of("*", "-::*"),
              "addresses to listen on; '-' before one lets it be missing"));

  /** The TCP port; 0 for none, -1 for a free one that the system chooses. */
  public static final Directive<Integer> PORT =
      row(
          live(
              "port",
              new WholeNumber(
                  -1,
                  65_535,
                  "a port from 1 to 65535, 0 for none, or -1 for a free one that the system"
                      + " chooses"),
              6379,
              "TCP port; 0 turns TCP off, -1 lets the system choose"));

  /** The path of a unix socket to listen on beside TCP; empty for none. */
  public static final Directive<String> UNIXSOCKET =
      row(
          live(
                  "unixsocket",
                  new Text("the path of a unix socket, or \"\" for none"),
                  "",
                  "unix socket to listen on; empty for none")
              .withExample("/run/ostiary.sock"));

  /** The mode of that socket's file; 0 leaves what the umask gives. */
  public static final Directive<Integer> UNIXSOCKETPERM =
      row(
          fixed(
                  "unixsocketperm",
                  new Octal(0777),
                  0,
                  "mode of the unix socket's file, in octal; 0 leaves what the umask gives")
              .withExample("700"));

  /** The group of that socket's file by name; empty for the process's. */
  public static final Directive<String> UNIXSOCKETGROUP =
      row(
          fixed(
                  "unixsocketgroup",
                  new Text("the name of a group, or \"\" for the process's"),
                  "",
                  "group of the unix socket's file; empty for the process's")
              .withExample("ostiary"));

  /** How many connections may wait to be accepted. */
  public static final Directive<Integer> TCP_BACKLOG =
      row(
          live(
              "tcp-backlog",
              new WholeNumber(0, Integer.MAX_VALUE),
              511,
              "connections that may wait to be accepted"));

  /** Peers in these networks are refused; empty for none. */
  public static final Directive<CidrSet> DENY_FROM =
      row(
          live(
                  "deny-from",
                  new Networks(),
                  CidrSet.EMPTY,
                  "networks whose peers are refused; empty for none")
              .withExample("192.0.2.0/24 2001:db8::/32"));

  /** Only peers in these networks are admitted; empty for all. */
  public static final Directive<CidrSet> ALLOW_FROM =
      row(
          live(
                  "allow-from",
                  new Networks(),
                  CidrSet.EMPTY,
                  "networks whose peers alone are admitted; empty for all")
              .withExample("10.0.0.0/8 fd00::/8"));

  /** How many connections a second are admitted in the long run; 0 for any number. */
  public static final Directive<Integer> MAX_CONNECTION_RATE =
      row(
          live(
              "max-connection-rate",
              new WholeNumber(0, MOST_PER_SECOND),
              0,
              "connections a second that are admitted; 0 for any number"));

  /** How many of them may come at once; 0 for those of a second. */
  public static final Directive<Integer> MAX_CONNECTION_RATE_BURST =
      row(
          live(
              "max-connection-rate-burst",
              new WholeNumber(0, MOST_PER_SECOND),
              0,
              "how many of them may come at once; 0 for those of a second"));

  /** How many connections a second one address may make in the long run; 0 for any number. */
  public static final Directive<Integer> MAX_CONNECTION_RATE_PER_ADDRESS =
      row(
          live(
              "max-connection-rate-per-address",
              new WholeNumber(0, MOST_PER_SECOND),
              0,
              "connections a second that one address may make; 0 for any number"));

  /** How many of them may come at once; 0 for those of a second. */
  public static final Directive<Integer> MAX_CONNECTION_RATE_PER_ADDRESS_BURST =
      row(
          live(
              "max-connection-rate-per-address-burst",
              new WholeNumber(0, MOST_PER_SECOND),
              0,
              "how many of them may come at once; 0 for those of a second"));

  /** How many bits of an IPv6 address count as one address. */
  public static final Directive<Integer> ADDRESS_PREFIX_LENGTH_V6 =
      row(
          live(
              "address-prefix-length-v6",
              new WholeNumber(16, 128),
              64,
              "bits of an IPv6 address that count as one address"));

  /** How many clients one address may have; 0 for any number. */
  public static final Directive<Integer> MAXCLIENTS_PER_ADDRESS =
      row(
          live(
              "maxclients-per-address",
              new WholeNumber(0, Integer.MAX_VALUE),
              0,
              "clients that one address may have; 0 for any number"));

  /** How many of the places are kept for peers of higher standing; less than there are. */
  public static final Directive<Integer> MAXCLIENTS_RESERVED =
      row(
          live(
              "maxclients-reserved",
              new WholeNumber(0, Integer.MAX_VALUE),
              0,
              "places of maxclients that are kept for peers of higher standing"));

  /** What becomes of newcomers while all places are taken. */
  public static final Directive<MaxclientsFull> MAXCLIENTS_FULL =
      row(
          live(
              "maxclients-full",
              OneOf.hyphenated(MaxclientsFull.class),
              MaxclientsFull.REFUSE,
              "what happens to newcomers at maxclients: refuse, wait or evict-idle"));

  /** Peers in these networks are of higher standing, as those on unix sockets are. */
  public static final Directive<CidrSet> PRIORITY_SUBNETS =
      row(
          live(
                  "priority-subnets",
                  new Networks(),
                  CidrSet.EMPTY,
                  "networks whose peers are of higher standing, as those on unix sockets are")
              .withExample("10.0.9.0/24"));

  /** Whether other processes of this user may listen on the same TCP ports. */
  public static final Directive<Boolean> REUSE_PORT =
      row(
          fixed(
              "reuse-port",
              new YesNo(),
              false,
              "let other processes of this user listen on the same TCP ports"));

  /** The listeners that have a name, beside those of bind, port and unixsocket. */
  public static final Directive<List<NamedListener>> LISTENER =
      row(
          live(
                  "listener",
                  new NamedListeners(),
                  List.of(),
                  "another listener: a name and key=value behind it; once for each listener")
              .withExample("admin bind=127.0.0.1 port=6390 role=admin maxclients=10"));

  /** Whether connections of {@code port} begin with a header of the PROXY protocol. */
  public static final Directive<Boolean> PROXY_PROTOCOL =
      row(
          live(
              "proxy-protocol",
              new YesNo(),
              false,
              "connections to port begin with a header of the PROXY protocol"));

  /** The networks of the proxies that are believed. */
  public static final Directive<CidrSet> PROXY_PROTOCOL_NETWORKS =
      row(
          live(
                  "proxy-protocol-networks",
                  new Networks(),
                  CidrSet.EMPTY,
                  "networks of the proxies whose PROXY protocol is believed")
              .withExample("10.0.0.5 10.1.0.0/16"));

  /** How long after a connection came its header may be complete. In whole seconds. */
  public static final Directive<Duration> PROXY_PROTOCOL_TIMEOUT =
      row(
          live(
              "proxy-protocol-timeout",
              new Seconds(1, MOST_HEADER_SECONDS),
              Duration.ofSeconds(5),
              "seconds within which a header of the PROXY protocol is to be complete"));

  /** How many clients may be in at once. */
  public static final Directive<Integer> MAXCLIENTS =
      row(
          live(
              "maxclients",
              new WholeNumber(1, Integer.MAX_VALUE),
              10_000,
              "clients that may be connected at once"));

  /** Whether peers of other hosts are kept out while there is no password. */
  public static final Directive<Boolean> PROTECTED_MODE =
      row(
          live(
              "protected-mode",
              new YesNo(),
              true,
              "without a password, let in peers of this host only"));

  /** The password that clients must give; empty for none. A secret. */
  public static final Directive<Secret> REQUIREPASS =
      row(
          live(
                  "requirepass",
                  new Password("a password in one word or in quotes, or \"\" for none"),
                  Secret.NONE,
                  "password that clients must give; empty for none")
              .secret()
              .withExample("\"a long secret\""));

  /** Users beside those of {@link #ACLFILE}, of which only one is given. Secrets. */
  public static final Directive<List<UserLine>> USER =
      row(
          fixed(
                  "user",
                  new UserLines("a user's name and rules on a line, once for each user"),
                  List.of(),
                  "a user's name and rules; once for each user")
              .secret()
              .unlisted()
              .withExample("alice on >a-long-secret ~app:* +@read"));

  /** The file with the users; empty for none. */
  public static final Directive<String> ACLFILE =
      row(
          fixed(
                  "aclfile",
                  new Text("the path of a file with a line for each user, or \"\" for none"),
                  "",
                  "file with a line for each user; empty for none")
              .withExample("/etc/ostiary/users.acl"));

  /** Which channels a new user may use. */
  public static final Directive<ChannelDefault> ACL_PUBSUB_DEFAULT =
      row(
          live(
              "acl-pubsub-default",
              OneOf.of(ChannelDefault.class),
              ChannelDefault.RESETCHANNELS,
              "channels that a new user may use: allchannels or resetchannels"));

  /** How many entries ACL LOG holds. */
  public static final Directive<Integer> ACLLOG_MAX_LEN =
      row(
          live(
              "acllog-max-len",
              new WholeNumber(0, MOST_LOG_ENTRIES),
              128,
              "entries that ACL LOG holds at the most"));

  /**
   * Commands, in lower case, with the names that they have instead; an empty one takes the command
   * away.
   */
  public static final Directive<Map<String, String>> RENAME_COMMAND =
      row(
          fixed(
                  "rename-command",
                  new Renames("a command and its new name, or \"\" to take the command away"),
                  Map.of(),
                  "a command and its new name, or \"\" to take it away; once for each command")
              .unlisted()
              .withExample("CONFIG \"\""));

  /** How long a client that must log in may take for it; zero for ever. In whole seconds. */
  public static final Directive<Duration> LOGIN_TIMEOUT =
      row(
          live(
              "login-timeout",
              new Seconds(),
              Duration.ZERO,
              "seconds after which a client that must log in and has not is closed; 0 for never"));

  /** How long a wrong password delays an address's next answer to one. In whole milliseconds. */
  public static final Directive<Duration> AUTH_FAILURE_DELAY =
      row(
          live(
              "auth-failure-delay",
              new Millis(0, 10_000),
              Duration.ZERO,
              "milliseconds that a wrong password delays an address's next answer; 0 for none"));

  /** After how many wrong passwords an address is shut out; 0 for never. */
  public static final Directive<Integer> AUTH_FAILURE_LIMIT =
      row(
          live(
              "auth-failure-limit",
              new WholeNumber(0, Integer.MAX_VALUE),
              0,
              "wrong passwords after which an address is shut out for a while; 0 for never"));

  /** How long wrong passwords count, and an address stays shut out. In whole seconds. */
  public static final Directive<Duration> AUTH_FAILURE_WINDOW =
      row(
          live(
              "auth-failure-window",
              new Seconds(1, 86_400),
              Duration.ofMinutes(1),
              "seconds that wrong passwords count and an address stays shut out after the last"));

  /** How many clients of one user may be logged in; 0 for any number. */
  public static final Directive<Integer> MAXCLIENTS_PER_USER =
      row(
          live(
              "maxclients-per-user",
              new WholeNumber(0, Integer.MAX_VALUE),
              0,
              "clients that may be logged in as one user; 0 for any number"));

  /** How long a client may be silent before it is closed; zero for ever. In whole seconds. */
  public static final Directive<Duration> TIMEOUT =
      row(
          live(
              "timeout",
              new Seconds(),
              Duration.ZERO,
              "seconds after which a silent client is closed; 0 for never"));

  /** The period of TCP keepalive on accepted connections; zero for none. In whole seconds. */
  public static final Directive<Duration> TCP_KEEPALIVE =
      row(
          live(
              "tcp-keepalive",
              new Seconds(MOST_KEEPALIVE_SECONDS),
              Duration.ofMinutes(5),
              "seconds of silence before TCP asks whether a peer is alive; 0 for never"));

  /** How many connections are accepted in one turn of the accepting loop. */
  public static final Directive<Integer> MAX_NEW_CONNECTIONS_PER_CYCLE =
      row(
          live(
              "max-new-connections-per-cycle",
              new WholeNumber(1, 1000),
              10,
              "connections accepted in one turn of the accepting loop"));

  /** How long a shutdown waits for replies to leave. In whole seconds. */
  public static final Directive<Duration> SHUTDOWN_TIMEOUT =
      row(
          live(
              "shutdown-timeout",
              new Seconds(),
              Duration.ofSeconds(10),
              "seconds that a shutdown waits for replies to leave"));

  /** How much is logged. */
  public static final Directive<LogLevel> LOGLEVEL =
      row(
          live(
              "loglevel",
              OneOf.of(LogLevel.class),
              LogLevel.NOTICE,
              "how much is logged: debug, verbose, notice or warning"));

  /** The file that the log goes to; empty for standard output. */
  public static final Directive<String> LOGFILE =
      row(
          fixed(
                  "logfile",
                  new Text("the path of a file, or \"\" for standard output"),
                  "",
                  "file that the log goes to; empty for standard output")
              .withExample("\"/var/log/ostiary.log\""));

  /** Where {@link #ACLFILE} is looked for, if its path is not absolute. */
  public static final Directive<String> DIR =
      row(
          fixed(
                  "dir",
                  new Folder("the path of a folder"),
                  "./",
                  "folder that the path of aclfile begins from")
              .withExample("/etc/ostiary"));

  /** How many databases {@code SELECT} chooses from. */
  public static final Directive<Integer> DATABASES =
      row(
          fixed(
              "databases",
              new WholeNumber(1, MOST_DATABASES),
              16,
              "databases that SELECT chooses from"));

  /** The longest string that a request may hold, in bytes; it always fits an array. */
  public static final Directive<Long> PROTO_MAX_BULK_LEN =
      row(
          live(
                  "proto-max-bulk-len",
                  new Bytes(MEBIBYTE, LONGEST_ARRAY),
                  512 * MEBIBYTE,
                  "longest string that a request may hold, in bytes")
              .withExample("512mb"));

  /** The most unread input that is kept for one client, in bytes. */
  public static final Directive<Long> CLIENT_QUERY_BUFFER_LIMIT =
      row(
          live(
                  "client-query-buffer-limit",
                  new Bytes(MEBIBYTE, Long.MAX_VALUE),
                  1024 * MEBIBYTE,
                  "most unread input that is kept for one client, in bytes")
              .withExample("1gb"));

  /** How many bytes the keys and values in memory may take; 0 for a share of the heap. */
  public static final Directive<Long> MAXMEMORY =
      row(
          live(
                  "maxmemory",
                  new Bytes(0, Long.MAX_VALUE),
                  0L,
                  "bytes that keys and values may take; 0 for 60 % of the JVM's largest heap")
              .withExample("300mb"));

  /** How many event loops serve the clients; by default one for every two processors. */
  public static final Directive<Integer> EVENT_LOOPS =
      row(
          fixed(
              "event-loops",
              new WholeNumber(1, MOST_EVENT_LOOPS),
              Math.max(
                  1, Math.min(Runtime.getRuntime().availableProcessors() / 2, MOST_EVENT_LOOPS)),
              "event loops that serve the clients; by default one for every two processors"));

  /** What the event loops wait with; without effect where an embedding program makes the Vert.x. */
  public static final Directive<TransportChoice> TRANSPORT =
      row(
          fixed(
              "transport",
              OneOf.of(TransportChoice.class),
              TransportChoice.AUTO,
              "what event loops wait with: epoll, io_uring, nio, or auto for the best that works"));

  // TLS for those who connect.

  /** The TCP port with TLS; 0 for none, -1 for a free one that the system chooses. */
  public static final Directive<Integer> TLS_PORT = row(TlsRows.PORT);

  /** The server's certificate and its chain, a file in PEM; empty for none. */
  public static final Directive<String> TLS_CERT_FILE = row(TlsRows.CERT_FILE);

  /** The private key of that certificate, a file in PEM; empty for none. */
  public static final Directive<String> TLS_KEY_FILE = row(TlsRows.KEY_FILE);

  /** The passphrase of encrypted private keys; empty for none. A secret. */
  public static final Directive<Secret> TLS_KEY_FILE_PASS = row(TlsRows.KEY_FILE_PASS);

  /** More certificates, for clients that name one of their hosts; files in PEM. */
  public static final Directive<List<String>> TLS_SNI_CERT_FILES = row(TlsRows.SNI_CERT_FILES);

  /** The private keys of those, in the same order. */
  public static final Directive<List<String>> TLS_SNI_KEY_FILES = row(TlsRows.SNI_KEY_FILES);

  /** The certificates that clients' must come from, a file in PEM; empty for none. */
  public static final Directive<String> TLS_CA_CERT_FILE = row(TlsRows.CA_CERT_FILE);

  /** The same as a folder of such files; empty for none. */
  public static final Directive<String> TLS_CA_CERT_DIR = row(TlsRows.CA_CERT_DIR);

  /** Whether clients show a certificate. */
  public static final Directive<TlsAuthClients> TLS_AUTH_CLIENTS = row(TlsRows.AUTH_CLIENTS);

  /** What of a client's certificate names the user that it logs in. */
  public static final Directive<TlsAuthClientsUser> TLS_AUTH_CLIENTS_USER =
      row(TlsRows.AUTH_CLIENTS_USER);

  /** The versions of TLS that are spoken, as {@code TLSv1.3}; empty for the usual ones. */
  public static final Directive<List<String>> TLS_PROTOCOLS = row(TlsRows.PROTOCOLS);

  /** The cipher suites of TLS 1.2 with colons between them; empty for the usual ones. */
  public static final Directive<String> TLS_CIPHERS = row(TlsRows.CIPHERS);

  /** The cipher suites of TLS 1.3, written likewise. */
  public static final Directive<String> TLS_CIPHERSUITES = row(TlsRows.CIPHERSUITES);

  /** Whether the cipher suite is chosen by our order. */
  public static final Directive<Boolean> TLS_PREFER_SERVER_CIPHERS =
      row(TlsRows.PREFER_SERVER_CIPHERS);

  /** Whether clients may resume a session. */
  public static final Directive<Boolean> TLS_SESSION_CACHING = row(TlsRows.SESSION_CACHING);

  /** How many sessions are kept to be resumed; 0 for no bound. */
  public static final Directive<Integer> TLS_SESSION_CACHE_SIZE = row(TlsRows.SESSION_CACHE_SIZE);

  /** How long a session may be resumed. In whole seconds. */
  public static final Directive<Duration> TLS_SESSION_CACHE_TIMEOUT =
      row(TlsRows.SESSION_CACHE_TIMEOUT);

  /** How many seconds a handshake may take, from the accept on. */
  public static final Directive<Integer> TLS_HANDSHAKE_TIMEOUT = row(TlsRows.HANDSHAKE_TIMEOUT);

  /** How many handshakes are at work at once. */
  public static final Directive<Integer> TLS_MAX_HANDSHAKES = row(TlsRows.MAX_HANDSHAKES);

  /** How many refused peers get their handshake at once. */
  public static final Directive<Integer> TLS_REFUSAL_HANDSHAKES = row(TlsRows.REFUSAL_HANDSHAKES);

  /** How often changed files are looked for; zero for never. In whole seconds. */
  public static final Directive<Duration> TLS_AUTO_RELOAD_INTERVAL =
      row(TlsRows.AUTO_RELOAD_INTERVAL);

  /** How many handshakes begin in one turn of an event loop. */
  public static final Directive<Integer> MAX_NEW_TLS_CONNECTIONS_PER_CYCLE =
      row(TlsRows.MAX_NEW_CONNECTIONS_PER_CYCLE);

  // The gateway: what stands behind, and the connections to it.

  /** The server behind the gateway; empty for none, which makes this the server. Holds a secret. */
  public static final Directive<Optional<UpstreamUrl>> UPSTREAM =
      row(
          live(
                  "upstream",
                  new Upstream(
                      "redis://[user:password@]host[:port][/db], rediss:// for TLS, several"
                          + " host:port with commas for a cluster,"
                          + " unix://[user:password@]/path[?db=N],"
                          + " redis+sentinel://[user:password@]host[:port],.../master[/db], or \"\""
                          + " for none"),
                  Optional.empty(),
                  "URL of the server to be a gateway for; empty for none")
              .secret()
              .withExample("redis://127.0.0.1:6379"));

  /** What stands behind: one server, a cluster, servers that Sentinel watches. */
  public static final Directive<UpstreamMode> UPSTREAM_MODE =
      row(
          fixed(
              "upstream-mode",
              OneOf.of(UpstreamMode.class),
              UpstreamMode.AUTO,
              "what stands behind: single, cluster, sentinel, or auto to find out"));

  /** Who judges AUTH. */
  public static final Directive<UpstreamAuth> UPSTREAM_AUTH =
      row(
          fixed(
              "upstream-auth",
              OneOf.of(UpstreamAuth.class),
              UpstreamAuth.AUTO,
              "who judges AUTH: gateway, passthrough (the upstream), or auto by the URL"));

  /** How many connections an event loop has to one server for each kind of commands. */
  public static final Directive<Integer> UPSTREAM_CONNECTIONS =
      row(
          fixed(
              "upstream-connections",
              new WholeNumber(1, MOST_UPSTREAM_CONNECTIONS),
              1,
              "shared connections of an event loop to a server, for each kind"));

  /** How long an upstream connection may take until it is ready. In whole milliseconds. */
  public static final Directive<Duration> UPSTREAM_CONNECT_TIMEOUT =
      row(
          live(
              "upstream-connect-timeout",
              new Millis(1),
              Duration.ofSeconds(2),
              "milliseconds that an upstream connection may take until it is ready"));

  /** How long an upstream may owe a reply; zero for ever. In whole milliseconds. */
  public static final Directive<Duration> UPSTREAM_TIMEOUT =
      row(
          live(
              "upstream-timeout",
              new Millis(0),
              Duration.ofMinutes(1),
              "milliseconds without an answer until an upstream is lost; 0 for never"));

  /** How long a client waits for a pinned connection. In whole milliseconds. */
  public static final Directive<Duration> UPSTREAM_QUEUE_TIMEOUT =
      row(
          live(
              "upstream-queue-timeout",
              new Millis(1),
              Duration.ofSeconds(5),
              "milliseconds that a client waits for a pinned connection"));

  /** How much may be gathered for one upstream connection, in bytes. */
  public static final Directive<Long> UPSTREAM_QUEUE_LIMIT =
      row(
          live(
                  "upstream-queue-limit",
                  new Bytes(LEAST_UPSTREAM_BUFFER, Long.MAX_VALUE),
                  64 * MEBIBYTE,
                  "bytes of requests that may wait for one upstream connection")
              .withExample("64mb"));

  /** How many clients may have an upstream connection of their own at once. */
  public static final Directive<Integer> UPSTREAM_PINNED_MAX =
      row(
          live(
              "upstream-pinned-max",
              new WholeNumber(0, MOST_PINNED),
              100,
              "clients that may have an upstream connection of their own at once"));

  /** How subscriptions reach the upstream. */
  public static final Directive<UpstreamPubsub> UPSTREAM_PUBSUB =
      row(
          fixed(
              "upstream-pubsub",
              OneOf.of(UpstreamPubsub.class),
              UpstreamPubsub.SHARED,
              "one upstream subscription a channel (shared), or subscribers are pinned"));

  /** Whether commands with keys of several slots of a cluster are taken apart. */
  public static final Directive<Boolean> UPSTREAM_SPLIT =
      row(
          live(
              "upstream-split",
              new YesNo(),
              false,
              "in a cluster, take commands with keys of several slots apart"));

  /** Which servers commands that only read are sent to. */
  public static final Directive<UpstreamRead> UPSTREAM_READ =
      row(
          fixed(
              "upstream-read",
              OneOf.of(UpstreamRead.class),
              UpstreamRead.PRIMARY,
              "where commands that only read are sent: primary or replica"));

  /** How old the data of a replica may be that is read from; zero for none at all. In seconds. */
  public static final Directive<Duration> UPSTREAM_REPLICA_MAX_LAG =
      row(
          live(
              "upstream-replica-max-lag",
              new Seconds(MOST_REPLICA_LAG_SECONDS),
              Duration.ofSeconds(10),
              "seconds that a replica may be behind its primary to be read from; 0 for none"));

  /** How many bytes of replies a client may leave untaken before it is closed. */
  public static final Directive<Long> UPSTREAM_OUTPUT_LIMIT =
      row(
          live(
                  "upstream-output-limit",
                  new Bytes(LEAST_UPSTREAM_BUFFER, Long.MAX_VALUE),
                  256 * MEBIBYTE,
                  "bytes of replies that a client may leave untaken before it is closed")
              .withExample("256mb"));

  /** The certificates that an upstream's must come from; empty for the JVM's own. */
  public static final Directive<String> UPSTREAM_TLS_CA_CERT_FILE =
      row(
          fixed(
                  "upstream-tls-ca-cert-file",
                  new Text("the path of a file in PEM, or \"\" for what the JVM trusts"),
                  "",
                  "certificates that are trusted upstream; empty for the JVM's own")
              .withExample("/etc/ostiary/ca.crt"));

  /** The certificate to show to an upstream; empty for none. */
  public static final Directive<String> UPSTREAM_TLS_CERT_FILE =
      row(
          fixed(
                  "upstream-tls-cert-file",
                  new Text("the path of a file in PEM, or \"\" for none"),
                  "",
                  "certificate that is shown upstream; empty for none")
              .withExample("/etc/ostiary/gateway.crt"));

  /** The private key of that certificate; empty for none. */
  public static final Directive<String> UPSTREAM_TLS_KEY_FILE =
      row(
          fixed(
                  "upstream-tls-key-file",
                  new Text("the path of a file in PEM, or \"\" for none"),
                  "",
                  "private key of the certificate that is shown upstream; empty for none")
              .withExample("/etc/ostiary/gateway.key"));

  private static final List<Directive<?>> ALL = List.copyOf(ROWS);
  private static final Map<String, Directive<?>> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Directive::name, Function.identity()));

  private Directives() {}

  private static <T> Directive<T> row(DirectiveRow<T> row) {
    Directive<T> directive = new Directive<>(ROWS.size(), row);
    ROWS.add(directive);
    return directive;
  }

  /** All of them, in the order of the rows. */
  public static List<Directive<?>> all() {
    return ALL;
  }

  /** The directive of this name, written in any case; empty if Ostiary has none. */
  public static Optional<Directive<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }
}
