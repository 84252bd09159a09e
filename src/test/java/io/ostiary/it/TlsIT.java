package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.ostiary.listen.ClientTls;
import io.ostiary.peer.Certificates;
import io.ostiary.peer.TestTls;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/** Stock clients over TLS, with and without certificates of their own. */
class TlsIT {

  private static final Certificates CERTIFICATES = TestTls.certificates();

  private static OstiaryProcess strict;
  private static OstiaryProcess open;

  @BeforeAll
  static void start() {
    strict = server("yes");
    open = server("no");
  }

  private static OstiaryProcess server(String authClients) {
    return Start.jar(
            "--port",
            "0",
            "--bind",
            "127.0.0.1",
            "--tls-port",
            "-1",
            "--tls-cert-file",
            CERTIFICATES.server().certificateFile(),
            "--tls-key-file",
            CERTIFICATES.server().keyFile(),
            "--tls-ca-cert-file",
            CERTIFICATES.caFile(),
            "--tls-auth-clients",
            authClients)
        .untilReady();
  }

  @AfterAll
  static void stop() {
    for (OstiaryProcess one : new OstiaryProcess[] {strict, open}) {
      if (one != null) {
        one.close();
      }
    }
  }

  private static String[] cli(Optional<ClientTls.Identity> identity, String... more) {
    List<String> words = new ArrayList<>(List.of("--tls", "--cacert", CERTIFICATES.caFile()));
    identity.ifPresent(
        shown ->
            words.addAll(List.of("--cert", shown.certificateFile(), "--key", shown.keyFile())));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void redisCliTalks() {
    Optional<ClientTls.Identity> client = Optional.of(CERTIFICATES.client());
    assertThat(RedisCli.ask(strict.port(), cli(client, "PING"))).isEqualTo("PONG");
    assertThat(RedisCli.ask(open.port(), cli(Optional.empty(), "PING"))).isEqualTo("PONG");
    assertThat(RedisCli.ask(open.port(), cli(Optional.empty(), "INFO", "tls")))
        .contains("tls_engine:boringssl");
  }

  @Test
  void redisCliIsKeptOutWithoutACertificateAndKeepsOutWhatItDoesNotTrust(@TempDir Path folder) {
    assertThat(RedisCli.run(strict.port(), cli(Optional.empty(), "PING")).out())
        .doesNotContain("PONG");
    String stranger = Certificates.in(folder).caFile();
    Ended distrusting = RedisCli.run(open.port(), "--tls", "--cacert", stranger, "PING");
    assertThat(distrusting.err()).contains("certificate verify failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslGetsAnAnswerToWhatItSendsWithItsEnd(String version) {
    Tool.need("openssl", "sh");
    String command =
        "(printf 'PING\\r\\n'; sleep 1) | openssl s_client -quiet -no_ign_eof %s -CAfile %s -connect 127.0.0.1:%d"
            .formatted(version, CERTIFICATES.caFile(), open.port());
    assertThat(Spawned.run(List.of("sh", "-c", command)).out()).startsWith("+PONG");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void jedisTalksWithACertificateAndIsKeptOutWithout(RedisProtocol protocol) {
    try (Jedis jedis = jedis(strict, protocol, Optional.of(CERTIFICATES.client()));
        Pipeline pipeline = jedis.pipelined()) {
      List<Response<String>> answers = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        pipeline.set("tls:" + i, "value " + i);
        answers.add(pipeline.get("tls:" + i));
      }
      pipeline.sync();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo("value " + i);
      }
    }
    assertThatThrownBy(
            () -> {
              try (Jedis jedis = jedis(strict, protocol, Optional.empty())) {
                jedis.ping();
              }
            })
        .isInstanceOf(JedisException.class);
  }

  @SuppressWarnings("deprecation") // What is to come instead takes key stores alone.
  private static Jedis jedis(
      OstiaryProcess server, RedisProtocol protocol, Optional<ClientTls.Identity> identity) {
    SSLParameters verifying = new SSLParameters();
    verifying.setEndpointIdentificationAlgorithm("HTTPS");
    return new Jedis(
        "127.0.0.1",
        server.port(),
        DefaultJedisClientConfig.builder()
            .protocol(protocol)
            .ssl(true)
            .sslSocketFactory(TestTls.client(identity).getSocketFactory())
            .sslParameters(verifying)
            .build());
  }

  @ParameterizedTest
  @EnumSource
  void lettuceTalksAndCarriesLargeValues(ProtocolVersion version) {
    SslOptions trusts =
        SslOptions.builder()
            .jdkSslProvider()
            .trustManager(new File(CERTIFICATES.caFile()))
            .keyManager(
                new File(CERTIFICATES.client().certificateFile()),
                new File(CERTIFICATES.client().keyFile()),
                new char[0])
            .build();
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(strict.port())
            .withSsl(true)
            .withVerifyPeer(SslVerifyMode.FULL)
            .build();
    try (RedisClient lettuce = RedisClient.create(uri)) {
      lettuce.setOptions(
          ClientOptions.builder().protocolVersion(version).sslOptions(trusts).build());
      try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
        String large = "x".repeat(3_000_000);
        assertThat(connection.sync().set("large", large)).isEqualTo("OK");
        assertThat(connection.sync().get("large")).isEqualTo(large);
      }
    }
  }

  @Test
  void aCertificateThatIsReplacedUnderLoadFailsNobody(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder);
    Path certificate = folder.resolve("live.crt");
    Path key = folder.resolve("live.key");
    copy(certificates.server(), certificate, key);
    try (OstiaryProcess server =
        Start.jar(
                "--port", "0",
                "--bind", "127.0.0.1",
                "--tls-port", "-1",
                "--tls-cert-file", certificate.toString(),
                "--tls-key-file", key.toString(),
                "--tls-auth-clients", "no",
                "--tls-auto-reload-interval", "1")
            .untilReady()) {
      Process load = benchmark(server.port(), certificates.caFile());
      try {
        copy(certificates.signed("next", "subjectAltName=IP:127.0.0.1"), certificate, key);
        server.awaitLog("TLS: took the files that have changed");
        Files.writeString(certificate, "nothing");
        server.awaitLog("those in force stay");
        String info =
            RedisCli.ask(server.port(), "--tls", "--cacert", certificates.caFile(), "INFO", "tls");
        assertThat(info).contains("tls_certificate_on_disk:refused", "tls_handshakes_failed:0");
        assertThat(load.isAlive()).isTrue();
      } finally {
        load.destroy();
        load.waitFor();
      }
    }
  }

  /** Connects for each request, and ends itself when one fails. */
  private static Process benchmark(int port, String caFile) throws Exception {
    Tool.need("redis-benchmark");
    return new ProcessBuilder(
            "redis-benchmark",
            "-p",
            "" + port,
            "--tls",
            "--cacert",
            caFile,
            "-k",
            "0",
            "-n",
            "100000000",
            "-c",
            "4",
            "-t",
            "ping_mbulk",
            "-q")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void copy(ClientTls.Identity from, Path certificate, Path key) throws Exception {
    Files.write(certificate, Files.readAllBytes(Path.of(from.certificateFile())));
    Files.write(key, Files.readAllBytes(Path.of(from.keyFile())));
  }
}
