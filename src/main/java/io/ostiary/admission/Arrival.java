package io.ostiary.admission;

import io.ostiary.net.PeerAddress;

/**
 * What is known of a connection before a byte of it is read.
 *
 * @param address the peer's end
 */
public record Arrival(PeerAddress address) {}
