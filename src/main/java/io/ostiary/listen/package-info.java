/**
 * Listening: the addresses of a server, one {@link io.ostiary.listen.Listener} for each, and an
 * accepted {@link io.ostiary.listen.Connection} as bytes in and bytes out. This package has what
 * all transports share; the two ways to listen are in {@code netserver}, the general one, and
 * {@code epoll}, the fast path. Internals of Vert.x and Netty stay behind these packages.
 */
package io.ostiary.listen;
