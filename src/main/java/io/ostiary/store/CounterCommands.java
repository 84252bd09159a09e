package io.ostiary.store;

import static io.ostiary.command.CommandFlag.DENYOOM;
import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.WRITE;

import io.ostiary.command.Command;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands on 64-bit integers: {@code INCR DECR INCRBY DECRBY}. */
final class CounterCommands {

  private static final int MAX_DIGITS = 20; // of Long.MIN_VALUE with its sign, the longest

  private CounterCommands() {}

  static List<Command> in(Store store) {
    return List.of(
            Command.of(
                    "INCR", 2, store.addingToDatabase((keyspace, asked) -> add(keyspace, asked, 1)))
                .arguments("key")
                .summary("Adds one to the number that a key holds."),
            Command.of(
                    "DECR",
                    2,
                    store.addingToDatabase((keyspace, asked) -> add(keyspace, asked, -1)))
                .arguments("key")
                .summary("Takes one from the number that a key holds."),
            Command.of("INCRBY", 3, store.addingToDatabase(CounterCommands::incrby))
                .arguments("key increment")
                .summary("Adds to the number that a key holds."),
            Command.of("DECRBY", 3, store.addingToDatabase(CounterCommands::decrby))
                .arguments("key decrement")
                .summary("Takes from the number that a key holds."))
        .stream()
        .map(command -> command.flags(WRITE, DENYOOM, FAST).keys(1, 1, 1))
        .map(command -> command.group("string").since("1.0.0"))
        .toList();
  }

  private static Reply incrby(Keyspace keyspace, Request request) {
    return add(keyspace, request, request.integer(2));
  }

  private static Reply decrby(Keyspace keyspace, Request request) {
    long decrement = request.integer(2);
    if (decrement == Long.MIN_VALUE) {
      return Reply.error("ERR decrement would overflow");
    }
    return add(keyspace, request, -decrement);
  }

  private static Reply add(Keyspace keyspace, Request request, long increment) {
    Entry old = keyspace.find(request, 1);
    long sum = sum(old == null ? 0 : number(old.value()), increment);
    byte[] digits = Long.toString(sum).getBytes(StandardCharsets.US_ASCII);
    keyspace.put(
        old == null
            ? new Entry(Key.of(request, 1), digits, Deadline.NEVER)
            : old.withValue(digits));
    return Reply.integer(sum);
  }

  private static long sum(long number, long increment) {
    try {
      return Math.addExact(number, increment);
    } catch (ArithmeticException e) {
      throw new ArgumentException("ERR increment or decrement would overflow");
    }
  }

  private static long number(byte[] value) {
    if (value.length <= MAX_DIGITS) {
      String text = new String(value, StandardCharsets.ISO_8859_1);
      try {
        long number = Long.parseLong(text);
        // Only the canonical form is a number: not +1, -0 or 007.
        if (Long.toString(number).equals(text)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Same error as for any other text, below.
      }
    }
    throw new ArgumentException("ERR value is not an integer or out of range");
  }
}
