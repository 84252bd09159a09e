/**
 * The path of a connection, read in order: {@link io.ostiary.Main} starts, {@link
 * io.ostiary.ListenerVerticle} listens and admits, {@code ClientSession} reads and dispatches,
 * {@code Outbox} answers. Every other package is a station on this path and knows nothing of it.
 * {@code SharedServer} puts the features of a server together, one line each.
 */
package io.ostiary;
