/**
 * The general way to listen and to connect, on every transport: a Vert.x {@code NetServer} for each
 * address, and channels of Netty's to other servers. What only some connections have (unix sockets,
 * TLS to other servers) is built here alone.
 *
 * <p>Connections are not made by a {@code NetClient}: it cannot give up a connect that is under
 * way, and holds up the end of its Vert.x while one of its connections is open.
 */
package io.ostiary.listen.netserver;
