package io.ostiary.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * All that handshakes need, made whole of files that fit each other; the server's side. Immutable
 * and safe from any thread; making one blocks. Its native memory is given back when nothing holds
 * it any more.
 */
public final class ServerTls {

  private static final Cleaner CLEANER = Cleaner.create();

  /** A session that Java is to keep for no time at all is one that it keeps for ever. */
  private static final int SHORTEST_SECONDS = 1;

  private final TlsConfig config;
  private final TlsEngine engine;
  private final String digest;
  private final TlsIdentity identity;
  private final Mapping<String, SslContext> contexts;

  private ServerTls(TlsFiles files, List<TlsIdentity> identities, TlsEngine engine) {
    this.config = files.config();
    this.engine = engine;
    this.digest = files.digest();
    this.identity = identities.get(0);
    this.contexts = contexts(files, identities);
  }

  /**
   * Makes one.
   *
   * @throws TlsException if a file cannot be used
   */
  static ServerTls of(TlsFiles files, TlsEngine engine) {
    return new ServerTls(files, files.identities(), engine);
  }

  private Mapping<String, SslContext> contexts(TlsFiles files, List<TlsIdentity> identities) {
    List<SslContext> made = new ArrayList<>();
    // Not a word of this object: it would keep it from being collected.
    CLEANER.register(this, () -> made.forEach(ReferenceCountUtil::release));
    Map<String, SslContext> byHost = new LinkedHashMap<>();
    for (TlsIdentity one : identities) {
      SslContext context = context(files, one);
      made.add(context);
      one.hosts().forEach(host -> byHost.putIfAbsent(host, context));
    }
    DomainWildcardMappingBuilder<SslContext> mapping =
        new DomainWildcardMappingBuilder<>(made.get(0));
    if (identities.size() > 1) {
      byHost.forEach((host, context) -> add(mapping, host, context));
    }
    return mapping.build();
  }

  private static void add(
      DomainWildcardMappingBuilder<SslContext> mapping, String host, SslContext context) {
    try {
      mapping.add(host, context);
    } catch (IllegalArgumentException e) {
      throw new TlsException("a certificate is for the host '" + host + "', which cannot be told");
    }
  }

  private SslContext context(TlsFiles files, TlsIdentity one) {
    SslContextBuilder builder =
        SslContextBuilder.forServer(one.key(), one.chain())
            .sslProvider(engine.provider())
            .protocols(config.protocols())
            .clientAuth(clientAuth())
            .sessionCacheSize(config.cachesSessions() ? config.cacheSize() : 1)
            .sessionTimeout(sessionSeconds());
    if (!config.ciphers().isEmpty()) {
      builder.ciphers(config.ciphers());
    }
    if (config.asksClients()) {
      builder.trustManager(files.trusted());
    }
    try {
      SslContext context = builder.build();
      if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
        cacheSessions(sessions);
      }
      return context;
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsException(one.name() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private ClientAuth clientAuth() {
    return switch (config.authClients()) {
      case NO -> ClientAuth.NONE;
      case YES -> ClientAuth.REQUIRE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
    };
  }

  private long sessionSeconds() {
    return config.cachesSessions()
        ? Math.max(SHORTEST_SECONDS, config.cacheTimeout().toSeconds())
        : SHORTEST_SECONDS;
  }

  /** BoringSSL resumes sessions of TLS 1.3 by tickets alone; their key is this object's own. */
  private void cacheSessions(OpenSslSessionContext sessions) {
    sessions.setSessionCacheEnabled(config.cachesSessions());
    if (config.cachesSessions()) {
      sessions.setTicketKeys(
          new OpenSslSessionTicketKey(
              random(OpenSslSessionTicketKey.NAME_SIZE),
              random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
              random(OpenSslSessionTicketKey.AES_KEY_SIZE)));
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * The handler of one connection, for its channel's event loop.
   *
   * @param host what the client has named; null where it named none
   */
  public SslHandler newHandler(ByteBufAllocator allocator, String host) {
    try {
      SslHandler handler = contexts.map(host).newHandler(allocator);
      SSLEngine made = handler.engine();
      if (!config.prefersServerCiphers()) {
        TlsEngine.letClientChoose(made);
      }
      if (!config.cachesSessions()) {
        TlsEngine.resumeNever(made);
      }
      return handler;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  TlsConfig config() {
    return config;
  }

  /** What the files were that it was made of. */
  String digest() {
    return digest;
  }

  TlsEngine engine() {
    return engine;
  }

  /** The SHA-256 of the first certificate, in hexadecimal digits. */
  String fingerprint() {
    return identity.fingerprint();
  }

  /** Until when the first certificate and its chain are valid. */
  Instant validUntil() {
    return identity.validUntil();
  }
}
