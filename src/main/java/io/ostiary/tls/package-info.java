/**
 * TLS for those who connect, as far as no connection is needed for it: what the directives ask for
 * ({@link io.ostiary.tls.TlsConfig}), the files they name, the contexts made of both ({@link
 * io.ostiary.tls.ServerTls}), the ones in force and how others take their place ({@link
 * io.ostiary.tls.LiveTls}), and how many handshakes are at work ({@link
 * io.ostiary.tls.HandshakeLimit}). The handshake itself is in {@code listen.netserver}.
 */
package io.ostiary.tls;
