package io.ostiary.client;

/**
 * Where a connection comes from, in the form CLIENT LIST shows: {@code ip:port}, {@code [v6]:port}.
 *
 * @param remote the peer's address
 * @param local the address it came in by
 * @param descriptor the socket's file descriptor, or -1 where the transport does not tell
 */
public record Origin(String remote, String local, int descriptor) {}
