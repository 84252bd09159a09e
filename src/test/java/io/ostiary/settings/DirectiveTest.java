package io.ostiary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.net.CidrSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveTest {

  private static final Set<Directive<?>> OF_PAIRS =
      Set.of(Directives.RENAME_COMMAND, Directives.LISTENER);

  private static final long MEBIBYTE = 1024 * 1024;

  /** Ostiary's own: off by default. */
  private static final Set<String> OF_ADMISSION =
      Set.of(
          "deny-from",
          "allow-from",
          "max-connection-rate",
          "max-connection-rate-burst",
          "max-connection-rate-per-address",
          "max-connection-rate-per-address-burst",
          "address-prefix-length-v6",
          "maxclients-per-address",
          "maxclients-reserved",
          "maxclients-full",
          "priority-subnets",
          "login-timeout",
          "auth-failure-delay",
          "auth-failure-limit",
          "auth-failure-window",
          "maxclients-per-user",
          "proxy-protocol",
          "proxy-protocol-networks",
          "proxy-protocol-timeout");

  @Test
  void hasRedissDefaults() {
    String defaults =
        Directives.all().stream()
            // Redis has none of these.
            .filter(directive -> directive != Directives.EVENT_LOOPS)
            .filter(directive -> directive != Directives.TRANSPORT)
            .filter(directive -> directive != Directives.LISTENER)
            .filter(directive -> directive != Directives.REUSE_PORT)
            .filter(directive -> !directive.name().startsWith("upstream"))
            .filter(directive -> !OF_ADMISSION.contains(directive.name()))
            .filter(directive -> !directive.name().startsWith("tls-sni"))
            .filter(directive -> directive != Directives.TLS_HANDSHAKE_TIMEOUT)
            .filter(directive -> directive != Directives.TLS_MAX_HANDSHAKES)
            .filter(directive -> directive != Directives.TLS_REFUSAL_HANDSHAKES)
            .filter(Directive::isListed)
            .map(directive -> directive + "=" + directive.defaultText())
            .collect(Collectors.joining(" | "));

    assertThat(defaults)
        .isEqualTo(
            "bind=* -::* | port=6379 | unixsocket= | unixsocketperm=0 | unixsocketgroup= | tcp-backlog=511 | maxclients=10000 | protected-mode=yes"
                + " | requirepass= | aclfile= | acl-pubsub-default=resetchannels | acllog-max-len=128"
                + " | timeout=0 | tcp-keepalive=300"
                + " | max-new-connections-per-cycle=10 | shutdown-timeout=10 | loglevel=notice"
                + " | logfile= | dir=./ | databases=16 | proto-max-bulk-len=536870912"
                + " | client-query-buffer-limit=1073741824 | maxmemory=0"
                + " | tls-port=0 | tls-cert-file= | tls-key-file= | tls-key-file-pass="
                + " | tls-ca-cert-file= | tls-ca-cert-dir= | tls-auth-clients=yes"
                + " | tls-auth-clients-user=off | tls-protocols=TLSv1.2 TLSv1.3 | tls-ciphers="
                + " | tls-ciphersuites= | tls-prefer-server-ciphers=no | tls-session-caching=yes"
                + " | tls-session-cache-size=20480 | tls-session-cache-timeout=300"
                + " | tls-auto-reload-interval=60 | max-new-tls-connections-per-cycle=1");
  }

  @Test
  void runsAnEventLoopForEveryTwoProcessorsByDefault() {
    assertThat(Directives.EVENT_LOOPS.defaultValue())
        .isEqualTo(Math.max(1, Math.min(1024, Runtime.getRuntime().availableProcessors() / 2)));
  }

  @Test
  void takesATransportByItsName() {
    assertThat(Directives.TRANSPORT.defaultValue()).isEqualTo(TransportChoice.AUTO);
    assertThat(Directives.TRANSPORT.parse(List.of("io_uring"))).isEqualTo(TransportChoice.IO_URING);
    assertThat(Directives.TRANSPORT.expected()).isEqualTo("one of auto, epoll, io_uring, nio");
    assertThatThrownBy(() -> Directives.TRANSPORT.parse(List.of("kqueue")))
        .isInstanceOf(SettingException.class);
  }

  @Test
  void letsARunningServerChangeWhatCanBeChanged() {
    assertThat(OF_ADMISSION).allMatch(name -> Directives.find(name).orElseThrow().isLive());
    assertThat(
            Directives.all().stream()
                .filter(Directive::isLive)
                .map(Directive::name)
                .filter(name -> !OF_ADMISSION.contains(name)))
        .containsExactlyInAnyOrder(
            "bind",
            "port",
            "unixsocket",
            "tcp-backlog",
            "listener",
            "maxclients",
            "protected-mode",
            "requirepass",
            "acl-pubsub-default",
            "acllog-max-len",
            "timeout",
            "tcp-keepalive",
            "max-new-connections-per-cycle",
            "shutdown-timeout",
            "loglevel",
            "proto-max-bulk-len",
            "client-query-buffer-limit",
            "maxmemory",
            "tls-port",
            "tls-cert-file",
            "tls-key-file",
            "tls-key-file-pass",
            "tls-sni-cert-files",
            "tls-sni-key-files",
            "tls-ca-cert-file",
            "tls-ca-cert-dir",
            "tls-auth-clients",
            "tls-auth-clients-user",
            "tls-protocols",
            "tls-ciphers",
            "tls-ciphersuites",
            "tls-prefer-server-ciphers",
            "tls-session-caching",
            "tls-session-cache-size",
            "tls-session-cache-timeout",
            "tls-handshake-timeout",
            "tls-max-handshakes",
            "tls-refusal-handshakes",
            "tls-auto-reload-interval",
            "max-new-tls-connections-per-cycle",
            "upstream",
            "upstream-connect-timeout",
            "upstream-timeout",
            "upstream-queue-timeout",
            "upstream-queue-limit",
            "upstream-pinned-max",
            "upstream-split",
            "upstream-replica-max-lag",
            "upstream-output-limit");
  }

  @Test
  void keepsOnlyPasswordsSecret() {
    assertThat(Directives.all().stream().filter(Directive::isSensitive))
        .containsExactly(
            Directives.REQUIREPASS,
            Directives.USER,
            Directives.TLS_KEY_FILE_PASS,
            Directives.UPSTREAM);
  }

  @Test
  void findsADirectiveInAnyCase() {
    assertThat(Directives.find("MaxClients")).contains(Directives.MAXCLIENTS);
    assertThat(Directives.find("max-clients")).isEmpty();
  }

  @Test
  void formatsEveryDefaultAsItParsesIt() {
    for (Directive<?> directive : Directives.all()) {
      assertThat(directive.parse(List.of(directive.defaultText())))
          .isEqualTo(directive.defaultValue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "1048576b, 1048576",
    "2000k, 2000000",
    "1024kb, 1048576",
    "2m, 2000000",
    "2mb, 2097152",
    "1g, 1000000000",
    "1gb, 1073741824",
    "1GB, 1073741824",
    "1Gb, 1073741824"
  })
  void readsUnitsOfMemoryAsRedisDoes(String written, long bytes) {
    assertThat(Directives.PROTO_MAX_BULK_LEN.parse(List.of(written))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mb", "1tb", "1 mb", "-1", "1.5mb", "0x10", "1mb "})
  void refusesWhatIsNoAmountOfMemory(String written) {
    assertRefused(Directives.PROTO_MAX_BULK_LEN, "argument must be a memory value", written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "1m", "2147483640", "2gb", "99999999999gb", "99999999999999999999999"})
  void refusesAnAmountOfMemoryOutsideItsBounds(String written) {
    assertRefused(
        Directives.PROTO_MAX_BULK_LEN,
        "argument must be between 1048576 and 2147483639 inclusive",
        written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "many", "+5", "007", "5.0", " 5", "5 ", "99999999999999999999", "1e3"})
  void refusesWhatIsNoWholeNumber(String written) {
    assertRefused(Directives.MAXCLIENTS, "argument couldn't be parsed into an integer", written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483648"})
  void refusesANumberOutsideItsBounds(String written) {
    assertRefused(
        Directives.MAXCLIENTS, "argument must be between 1 and 2147483647 inclusive", written);
  }

  @Test
  void takesYesAndNoInAnyCaseAndNothingElse() {
    assertThat(Directives.PROTECTED_MODE.parse(List.of("YES"))).isTrue();
    assertThat(Directives.PROTECTED_MODE.parse(List.of("No"))).isFalse();
    assertRefused(Directives.PROTECTED_MODE, "argument must be 'yes' or 'no'", "true");
  }

  @Test
  void takesALogLevelInAnyCaseAndNothingElse() {
    assertThat(Directives.LOGLEVEL.parse(List.of("Verbose"))).isEqualTo(LogLevel.VERBOSE);
    assertRefused(
        Directives.LOGLEVEL,
        "argument(s) must be one of the following: debug, verbose, notice, warning",
        "nothing");
  }

  @Test
  void takesOneWordOnly() {
    for (Directive<?> directive : Directives.all()) {
      if (!directive.takesList() && !directive.takesLines() && !OF_PAIRS.contains(directive)) {
        assertRefused(directive, "wrong number of arguments", "1", "1");
        assertRefused(directive, "wrong number of arguments");
      }
    }
  }

  @Test
  void takesAnyNumberOfAddresses() {
    assertThat(Directives.BIND.parse(List.of("127.0.0.1", "-::1")))
        .containsExactly("127.0.0.1", "-::1");
    assertThat(Directives.BIND.parse(List.of(" 127.0.0.1  -::1 ")))
        .containsExactly("127.0.0.1", "-::1");
    assertThat(Directives.BIND.parse(List.of(""))).isEmpty();
    assertRefused(Directives.BIND, "argument must be a list of words", "127.0.0.1", "");
    assertRefused(Directives.BIND, "argument must be a list of words", "   ");
    assertRefused(Directives.BIND, "wrong number of arguments");
  }

  @Test
  void takesAnyNumberOfNetworks() {
    CidrSet three = CidrSet.parse(List.of("192.0.2.7", "10.0.0.0/8", "::1"));
    assertThat(Directives.DENY_FROM.parse(List.of(" 10.0.0.0/8  ::1 192.0.2.7"))).isEqualTo(three);
    assertThat(Directives.DENY_FROM.parse(List.of("::1", "10.0.0.0/8", "192.0.2.7")))
        .isEqualTo(three);
    assertThat(Directives.DENY_FROM.parse(List.of(""))).isSameAs(CidrSet.EMPTY);
    assertThat(Directives.DENY_FROM.combined(CidrSet.parse(List.of("::1", "10.0.0.0/8")), three))
        .isEqualTo(three);
    assertSame(Directives.DENY_FROM, three);
    assertRefused(Directives.DENY_FROM, "wrong number of arguments");
    assertRefused(
        Directives.DENY_FROM,
        "'local' is no network: it begins with no IPv4 or IPv6 address",
        "10.0.0.0/8",
        "local");
  }

  @Test
  void takesPairsOfACommandAndItsNewName() {
    assertThat(Directives.RENAME_COMMAND.parse(List.of("CONFIG", "", "Get", "Fetch")))
        .isEqualTo(Map.of("config", "", "get", "fetch"));
    assertThat(Directives.RENAME_COMMAND.parse(List.of("CONFIG \"\" get fetch")))
        .isEqualTo(Map.of("config", "", "get", "fetch"));
    assertThat(Directives.RENAME_COMMAND.parse(List.of(""))).isEmpty();
    for (List<String> bad : List.of(List.<String>of(), List.of("get"), List.of("a", "b", "c"))) {
      assertRefused(
          Directives.RENAME_COMMAND, "wrong number of arguments", bad.toArray(String[]::new));
    }
    String noName = "argument must be the name of a command";
    assertRefused(Directives.RENAME_COMMAND, noName, "", "x");
    assertRefused(Directives.RENAME_COMMAND, noName, "get", "two words");
    assertRefused(Directives.RENAME_COMMAND, noName, "get", "\"x");
    assertRefused(
        Directives.RENAME_COMMAND, "the command get is renamed twice", "get", "a", "GET", "b");
  }

  @Test
  void formatsPairsAsItParsesThem() {
    assertSame(Directives.RENAME_COMMAND, Map.of());
    assertSame(Directives.RENAME_COMMAND, Map.of("config", ""));
    assertSame(Directives.RENAME_COMMAND, Map.of("get", "fetch", "config", ""));
  }

  @Property
  void parsesAnyWholeNumberThatItFormats(@ForAll @IntRange(min = 1) int value) {
    assertSame(Directives.MAXCLIENTS, value);
    assertSame(Directives.DATABASES, value % 16_384 + 1);
    assertSame(Directives.TCP_BACKLOG, value - 1);
    assertSame(Directives.PORT, value % 65_537 - 1);
    assertSame(Directives.MAX_NEW_CONNECTIONS_PER_CYCLE, value % 1000 + 1);
    assertSame(Directives.EVENT_LOOPS, value % 1024 + 1);
  }

  @Property
  void parsesAnyTimeThatItFormats(@ForAll @IntRange int seconds) {
    assertSame(Directives.TIMEOUT, Duration.ofSeconds(seconds));
    assertSame(Directives.TCP_KEEPALIVE, Duration.ofSeconds(seconds % 32_768));
    assertSame(Directives.SHUTDOWN_TIMEOUT, Duration.ofSeconds(seconds));
  }

  @Property
  void parsesAnyNumberOfMillisecondsThatItFormats(@ForAll @IntRange(min = 1) int milliseconds) {
    assertSame(Directives.UPSTREAM_TIMEOUT, Duration.ofMillis(milliseconds));
    assertSame(Directives.UPSTREAM_CONNECT_TIMEOUT, Duration.ofMillis(milliseconds));
    assertSame(Directives.UPSTREAM_QUEUE_TIMEOUT, Duration.ofMillis(milliseconds));
  }

  @Property
  void parsesAnyAmountOfMemoryThatItFormats(
      @ForAll @LongRange(min = MEBIBYTE) long most,
      @ForAll @LongRange(min = MEBIBYTE, max = 2_147_483_639) long least) {
    assertSame(Directives.CLIENT_QUERY_BUFFER_LIMIT, most);
    assertSame(Directives.PROTO_MAX_BULK_LEN, least);
  }

  @Property
  void parsesAnyChoiceThatItFormats(@ForAll LogLevel level, @ForAll boolean yes) {
    assertSame(Directives.LOGLEVEL, level);
    assertSame(Directives.PROTECTED_MODE, yes);
  }

  @Property
  void parsesAnyTextThatItFormats(@ForAll String text) {
    assertSame(Directives.REQUIREPASS, Secret.of(text));
    assertSame(Directives.LOGFILE, text);
  }

  @Property
  void parsesAnyBytesOfASecret(@ForAll byte[] bytes) {
    assertSame(Directives.REQUIREPASS, Secret.of(bytes));
  }

  @Property
  void parsesAnyAddressesThatItFormats(@ForAll("addresses") List<String> addresses) {
    assertSame(Directives.BIND, addresses);
  }

  @Provide
  Arbitrary<List<String>> addresses() {
    return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).list().ofMaxSize(20);
  }

  private static <T> void assertSame(Directive<T> directive, T value) {
    assertThat(directive.parseBytes(List.of(directive.bytes(value)))).isEqualTo(value);
    assertThat(Settings.defaults().with(directive, value).get(directive)).isEqualTo(value);
  }

  private static void assertRefused(Directive<?> directive, String reason, String... words) {
    assertThatThrownBy(() -> directive.parse(List.of(words)))
        .isInstanceOf(SettingException.class)
        .hasMessage(reason)
        .extracting(refusal -> ((SettingException) refusal).directive())
        .isEqualTo(directive.name());
  }
}
