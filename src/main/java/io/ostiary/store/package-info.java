/**
 * What a fresh server keeps for its clients: strings under keys, in memory, with an end of life
 * where one is set. Small on purpose, and written only against what every embedder can use, so that
 * it is also an example: {@link io.ostiary.store.Store} gives the commands.
 *
 * <p>A {@code Keyspace} is one database and holds its lock; the {@code ...Commands} are what can be
 * asked of it, one class for each kind.
 */
package io.ostiary.store;
