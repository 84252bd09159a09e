/**
 * The fast path for plain TCP on Linux's epoll: sockets of our own on the event loops of Vert.x.
 *
 * <p>It exists because it is measurably cheaper than a {@code NetServer}. On one load, as multiples
 * of what redis-server takes: CPU of a connection 0.79 here and 1.47 there, CPU of a refusal 1.09
 * and 2.50, memory of an idle client 0.15 and 0.44. For a request there is no difference. The price
 * of a connection is paid in handing it from an accepting thread to a serving one and in the
 * objects of a channel and its pipeline; here the loop that accepts a connection serves it, as a
 * descriptor and one object.
 *
 * <p>It knows nothing of TLS, PROXY protocol or unix sockets, which are on the {@code NetServer}
 * path alone, and stays small.
 */
package io.ostiary.listen.epoll;
