/**
 * Sockets: the addresses to listen on, the servers that accept on them, and one accepted connection
 * as bytes in and bytes out ({@link io.ostiary.listen.Connection}). Vert.x's and Netty's internals
 * stay behind this package.
 */
package io.ostiary.listen;
