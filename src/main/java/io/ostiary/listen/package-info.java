/**
 * Listening and connecting: the addresses of a server, one {@link io.ostiary.listen.Listener} for
 * each; a {@link io.ostiary.listen.Connector} to other servers; and a {@link
 * io.ostiary.listen.Connection}, accepted or made, as bytes in and bytes out. This package has what
 * all transports share; the two ways to listen and to connect are in {@code netserver}, the general
 * one, and {@code epoll}, the fast path. Internals of Vert.x and Netty stay behind these packages.
 */
package io.ostiary.listen;
