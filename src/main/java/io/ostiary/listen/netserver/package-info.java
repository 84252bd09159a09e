/**
 * The general way to listen: a Vert.x {@code NetServer} for each address, on every transport. What
 * only some connections have (unix sockets) is built here alone.
 */
package io.ostiary.listen.netserver;
