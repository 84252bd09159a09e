package io.ostiary.listen;

import java.util.List;
import java.util.Optional;

/**
 * Where a server is to listen. Immutable.
 *
 * @param addresses TCP addresses; none for no TCP
 * @param port the port of all of them, or -1 for one that the system chooses
 * @param unixSocket a unix socket beside them
 */
public record ListenPlan(
    List<BindAddress> addresses, int port, Optional<ListenerSpec.Unix> unixSocket) {}
