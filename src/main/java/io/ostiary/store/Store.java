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
 * Strings under keys, in memory, in as many databases as a client may select. One per server,
 * shared by all event loops and safe: each command runs alone in its database, so it is seen whole
 * or not at all. Only {@code FLUSHALL} empties one database after the other.
 *
 * <p>What has expired is never seen again. Its memory is given back by the commands that follow, a
 * bounded part by each.
 */
public final class Store {

  private final MemoryLimit memory;
  private final List<Keyspace> databases;

  /**
   * An empty store.
   *
   * @param databases how many there are, as the {@code databases} directive says
   * @throws IllegalArgumentException if that is less than 1
   */
  public Store(int databases) {
    this(databases, System::currentTimeMillis);
  }

  /** A store that asks this clock for the time, in milliseconds since the epoch. */
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
   * Sets how many bytes entries may take, all databases together; 0 stands for 60 % of the largest
   * heap. More than the heap has room for is not given, whatever is set here. While there is no
   * room, commands flagged {@link io.ostiary.command.CommandFlag#DENYOOM} are answered with an
   * error and change nothing.
   *
   * @throws IllegalArgumentException if that is negative
   */
  public void maxBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("maxmemory must be 0 or more, was " + bytes);
    }
    memory.set(bytes);
  }

  /** How many bytes entries may take; never 0. */
  public long maxBytes() {
    return memory.maxBytes();
  }

  /** How many bytes of the heap entries take, by the layout of objects; takes no lock. */
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

  /** The commands on this store, to put into a server's table. */
  public CommandTable commands() {
    List<Command> rows = new ArrayList<>();
    rows.addAll(StringCommands.in(this));
    rows.addAll(CounterCommands.in(this));
    rows.addAll(KeyCommands.in(this));
    rows.addAll(ExpiryCommands.in(this));
    rows.addAll(DatabaseCommands.in(this));
    return CommandTable.of(rows);
  }

  /** Runs a command on the database that the client selected. */
  CommandHandler onDatabase(KeyspaceCommand command) {
    return (client, request) -> databases.get(client.database()).run(command, request);
  }

  /** The same of a command that adds to it, as long as there is room. */
  CommandHandler addingToDatabase(KeyspaceCommand command) {
    CommandHandler run = onDatabase(command);
    return (client, request) ->
        memory.isTooSmallFor(request) ? MemoryLimit.REFUSED : run.run(client, request);
  }

  /** Runs a command on every database in turn; its last reply is the answer. */
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
