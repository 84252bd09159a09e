package io.ostiary.admission;

import io.ostiary.net.PeerAddress;

/**
 * What is known of a connection before a byte of it is read.
 *
 * @param address the peer's end
 * @param listener the name of the listener that accepted it: {@code tcp}, {@code unix}
 */
public record Arrival(PeerAddress address, String listener) {}
