/**
 * The built-in keyspace: strings under keys, in memory, with optional expiry. Small on purpose, and
 * written against the public API alone, so that it is also an example; {@link
 * io.ostiary.store.Store} gives the commands.
 *
 * <p>A {@code Keyspace} is one database with its lock; each {@code ...Commands} class holds one
 * group of commands.
 */
package io.ostiary.store;
