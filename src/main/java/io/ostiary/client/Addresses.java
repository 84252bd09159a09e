package io.ostiary.client;

import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import java.util.Optional;

/**
 * Where a connection comes from and how it came in. Immutable.
 *
 * @param remote the peer's end
 * @param local the end that the peer connected to
 * @param descriptor the socket's file descriptor, or -1 where the transport does not tell
 * @param listener what accepted it
 * @param proxy the proxy that it came by and that told its ends; empty if it came itself
 */
public record Addresses(
    PeerAddress remote,
    PeerAddress local,
    int descriptor,
    ListenerProfile listener,
    Optional<PeerAddress> proxy) {

  /** Of a connection that came itself, by {@code port}. */
  public Addresses(PeerAddress remote, PeerAddress local, int descriptor) {
    this(remote, local, descriptor, ListenerProfile.TCP, Optional.empty());
  }
}
