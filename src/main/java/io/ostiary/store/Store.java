package io.ostiary.store;

import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Strings under keys, in memory, in a number of databases. One per server, shared by all event
 * loops and safe: commands on a database are atomic. Only {@code FLUSHALL} empties one database
 * after the other.
 *
 * <p>Expired entries are invisible. The commands that follow remove them, a bounded number each.
 */
public final class Store {

  private final MemoryLimit memory;
  private final List<Keyspace> databases;

  /**
   * An empty store.
   *
   * @param databases their number, as the {@code databases} directive says
   * @throws IllegalArgumentException if that is less than 1
   */
  public Store(int databases) {
    this(databases, System::currentTimeMillis);
  }

  /** A store with this clock, in milliseconds since the epoch. */
  Store(int databases, LongSupplier clock) {
    this(databases, clock, new MemoryLimit(new HeapWatch(new JvmHeap(), System::nanoTime)));
  }

  Store(int databases, LongSupplier clock, MemoryLimit memory) {
    if (databases < 1) {
      throw new IllegalArgumentException("a store has at least 1 database, not " + databases);
    }
    this.memory = memory;
    this.databases = Stream.generate(() -> new Keyspace(clock, memory)).limit(databases).toList();
  }

  /**
   * Sets how many bytes the entries of all databases may take; 0 means 60 % of the maximum heap.
   * The room in the heap bounds them as well. While there is no room, commands flagged {@link
   * io.ostiary.command.CommandFlag#DENYOOM} fail and change nothing.
   *
   * @throws IllegalArgumentException if that is negative
   */
  public void maxBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("maxmemory must be 0 or more, was " + bytes);
    }
    memory.set(bytes);
  }

  /** The limit in bytes; never 0. */
  public long maxBytes() {
    return memory.maxBytes();
  }

  /** The bytes of heap that entries take, by object layout; takes no lock. */
  public long usedBytes() {
    return memory.usedBytes();
  }

  MemoryLimit memory() {
    return memory;
  }

  int databases() {
    return databases.size();
  }

  Keyspace database(int index) {
    return databases.get(index);
  }

  /** The commands on this store, for a server's table. */
  public CommandTable commands() {
    List<Command> rows = new ArrayList<>();
    rows.addAll(StringCommands.in(this));
    rows.addAll(CounterCommands.in(this));
    rows.addAll(KeyCommands.in(this));
    rows.addAll(ExpiryCommands.in(this));
    rows.addAll(DatabaseCommands.in(this));
    return CommandTable.of(rows);
  }

  /** A handler that runs on the database the client selected. */
  CommandHandler onDatabase(KeyspaceCommand command) {
    return (client, request) -> databases.get(client.database()).run(command, request);
  }

  /** The same for a command that adds data, which fails without room. */
  CommandHandler addingToDatabase(KeyspaceCommand command) {
    CommandHandler run = onDatabase(command);
    return (client, request) ->
        memory.isTooSmallFor(request) ? MemoryLimit.REFUSED : run.run(client, request);
  }

  /** A handler that runs on every database in turn; the last reply counts. */
  CommandHandler onEveryDatabase(KeyspaceCommand command) {
    return (client, request) -> runOnEach(command, request);
  }

  private Reply runOnEach(KeyspaceCommand command, Request request) {
    Reply reply = Reply.NONE;
    for (Keyspace database : databases) {
      reply = database.run(command, request);
    }
    return reply;
  }
}
