/**
 * The walk of a connection, read in order: {@link io.ostiary.Main} starts, {@link
 * io.ostiary.ListenerVerticle} listens and admits, {@code ClientSession} serves and sees out. Every
 * other package is a station that knows nothing of the walk.
 */
package io.ostiary;
