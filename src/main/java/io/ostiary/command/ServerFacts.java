package io.ostiary.command;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What INFO and HELLO say of the server itself. Safe from any thread.
 *
 * @param version this server's own version
 * @param runId forty hexadecimal digits, others each time the server starts
 * @param startedMillis when it started, in milliseconds since the epoch
 * @param port the TCP port it listens on, 0 if on none; asked each time, since a port that the
 *     system chooses is known only after binding
 * @param listeners one text per listener, {@code name=tcp,bind=127.0.0.1,port=6379}; asked each
 *     time
 * @param eventLoops how many event loops serve clients
 * @param transport what the event loops wait with: {@code epoll}, {@code io_uring}, {@code nio}
 * @param configFile the absolute path of the configuration file that was read, empty without one
 */
public record ServerFacts(
    String version,
    String runId,
    long startedMillis,
    IntSupplier port,
    Supplier<List<String>> listeners,
    int eventLoops,
    String transport,
    String configFile) {}
