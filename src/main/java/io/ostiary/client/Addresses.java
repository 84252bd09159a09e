package io.ostiary.client;

import io.ostiary.net.PeerAddress;

/**
 * The two ends of a connection. Immutable.
 *
 * @param remote the peer's end
 * @param local the end that the peer connected to
 * @param descriptor the socket's file descriptor, or -1 where the transport does not tell
 */
public record Addresses(PeerAddress remote, PeerAddress local, int descriptor) {}
