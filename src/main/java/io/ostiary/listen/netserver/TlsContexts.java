package io.ostiary.listen.netserver;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.ostiary.listen.ClientTls;
import io.ostiary.listen.ConnectFailedException;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What TLS clients need, made of their files once and again when a file has changed. Everything
 * here blocks: on the workers of one context only, in order.
 */
final class TlsContexts {

  /** What was made of files, and when they had changed last. */
  private record Made(List<FileTime> changed, SslContext context) {}

  private final Vertx vertx;
  private final Map<ClientTls, Made> contexts = new HashMap<>();

  TlsContexts(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * The context for clients that are to be like this.
   *
   * @throws ConnectFailedException if a file cannot be used
   */
  SslContext of(ClientTls tls) {
    List<FileTime> changed = files(tls).stream().map(TlsContexts::changed).toList();
    Made made = contexts.get(tls);
    if (made == null || !made.changed().equals(changed)) {
      made = new Made(changed, make(tls));
      contexts.put(tls, made);
    }
    return made.context();
  }

  private static List<String> files(ClientTls tls) {
    List<String> files = new ArrayList<>();
    tls.caFile().ifPresent(files::add);
    tls.identity()
        .ifPresent(
            identity -> files.addAll(List.of(identity.certificateFile(), identity.keyFile())));
    return files;
  }

  private static FileTime changed(String file) {
    return using(file, () -> Files.getLastModifiedTime(Path.of(file)));
  }

  private SslContext make(ClientTls tls) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .endpointIdentificationAlgorithm(tls.verifiesHost() ? "HTTPS" : null);
    tls.caFile()
        .ifPresent(
            file ->
                builder.trustManager(
                    using(
                        file,
                        () ->
                            new PemTrustOptions()
                                .addCertPath(file)
                                .getTrustManagerFactory(vertx))));
    tls.identity()
        .ifPresent(
            identity ->
                builder.keyManager(
                    using(
                        identity.certificateFile() + " with " + identity.keyFile(),
                        () ->
                            new PemKeyCertOptions()
                                .addCertPath(identity.certificateFile())
                                .addKeyPath(identity.keyFile())
                                .getKeyManagerFactory(vertx))));
    return using("these options", builder::build);
  }

  private static <T> T using(String files, Callable<T> action) {
    try {
      return action.call();
    } catch (NoSuchFileException e) {
      throw new ConnectFailedException("TLS: there is no file " + files, e);
    } catch (Exception e) {
      throw new ConnectFailedException("TLS: cannot use " + files + ": " + e.getMessage(), e);
    }
  }
}
