package io.ostiary.admission;

import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;

/**
 * What is known of a connection before a byte of it is read.
 *
 * @param address the peer's end
 * @param listener what accepted it
 */
public record Arrival(PeerAddress address, ListenerProfile listener) {}
