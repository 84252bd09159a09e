package io.ostiary.peer;

import io.ostiary.listen.ClientTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority, and certificates that it has signed, as PEM files. */
public final class Certificates {

  private static final List<String> NEW_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  private final Path folder;
  private final OpenSsl openssl;
  private final ClientTls.Identity server;
  private final ClientTls.Identity client;

  private Certificates(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.openssl = new OpenSsl(this.folder);
    withNewKey("req -x509 -subj /CN=authority -days 2 -keyout authority.key -out authority.crt");
    this.server = signed("server", "subjectAltName=IP:127.0.0.1,DNS:redis.test");
    this.client = signed("client", "subjectAltName=DNS:client.test");
  }

  /** Makes them in that folder. */
  public static Certificates in(Path folder) {
    return new Certificates(folder);
  }

  /** Another one for a name, with these extensions; valid from now on for two days. */
  public ClientTls.Identity signed(String name, String extensions) {
    return signed(name, "/CN=" + name, extensions, "-days 2");
  }

  /**
   * The same for a subject and a time, in openssl's words.
   *
   * @param name of its files
   */
  public ClientTls.Identity signed(String name, String subject, String extensions, String time) {
    try {
      Files.writeString(folder.resolve(name + ".ext"), extensions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> request =
        new ArrayList<>(List.of("req", "-keyout", name + ".key", "-out", name + ".csr", "-subj"));
    request.add(subject);
    request.addAll(NEW_KEY);
    openssl.run(request);
    openssl.run(
        "x509 -req -in %1$s.csr -CA authority.crt -CAkey authority.key -CAcreateserial %2$s -extfile %1$s.ext -out %1$s.crt"
            .formatted(name, time));
    return new ClientTls.Identity(file(name + ".crt"), file(name + ".key"));
  }

  private void withNewKey(String arguments) {
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(NEW_KEY);
    openssl.run(all);
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
