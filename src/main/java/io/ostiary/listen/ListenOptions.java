package io.ostiary.listen;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is true of all of a server's addresses. Shared by all instances, and safe from any thread.
 *
 * @param backlog how many connections the kernel keeps waiting for each address
 * @param pace how many connections are accepted in one turn
 * @param keepalive asked for each connection: after how long a silent peer is probed, zero for
 *     never
 * @param drains how many refused connections may be drained at once
 */
public record ListenOptions(
    int backlog, AcceptPace pace, Supplier<Duration> keepalive, LingerLimit drains) {}
