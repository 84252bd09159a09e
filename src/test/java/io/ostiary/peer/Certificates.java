package io.ostiary.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.listen.ClientTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An authority, and certificates that it has signed, as PEM files. */
public final class Certificates {

  private static final List<String> NEW_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  private final Path folder;
  private final ClientTls.Identity server;
  private final ClientTls.Identity client;

  private Certificates(Path folder) throws IOException {
    this.folder = folder;
    openssl(
        NEW_KEY, "req -x509 -subj /CN=authority -days 2 -keyout authority.key -out authority.crt");
    this.server = signed("server", "subjectAltName=IP:127.0.0.1,DNS:redis.test");
    this.client = signed("client", "subjectAltName=DNS:client.test");
  }

  /** Makes them in that folder. */
  public static Certificates in(Path folder) {
    Programs.assumeInstalled("openssl");
    try {
      return new Certificates(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClientTls.Identity signed(String name, String extensions) throws IOException {
    Files.writeString(folder.resolve(name + ".ext"), extensions);
    openssl(NEW_KEY, "req -subj /CN=" + name + " -keyout " + name + ".key -out " + name + ".csr");
    openssl(
        List.of(),
        "x509 -req -in %1$s.csr -CA authority.crt -CAkey authority.key -CAcreateserial"
                .formatted(name)
            + " -days 2 -extfile %1$s.ext -out %1$s.crt".formatted(name));
    return new ClientTls.Identity(file(name + ".crt"), file(name + ".key"));
  }

  private void openssl(List<String> more, String arguments) throws IOException {
    List<String> command =
        Stream.of(List.of("openssl"), List.of(arguments.split(" ")), more)
            .flatMap(List::stream)
            .toList();
    Path log = folder.resolve("openssl.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue()).as("openssl: %s", Files.readString(log)).isZero();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /** The authority's certificate. */
  public String caFile() {
    return file("authority.crt");
  }

  /** For 127.0.0.1 and redis.test. */
  public ClientTls.Identity server() {
    return server;
  }

  /** For a client. */
  public ClientTls.Identity client() {
    return client;
  }
}
