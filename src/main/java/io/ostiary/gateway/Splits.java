package io.ostiary.gateway;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Commands with keys of several slots, taken apart: one request for each slot. They are no longer
 * one step, and of a part that fails the others are done all the same.
 */
final class Splits {

  private Splits() {}

  /** The plan for a request; null if it is not one that is taken apart. */
  static Plan of(Request request, BackendRow row) {
    return switch (row.fullName()) {
      case "del", "unlink", "exists", "touch" -> plan(request, 1, parts -> WholePlans::sum);
      case "mset" -> plan(request, 2, parts -> replies -> Reply.OK);
      case "mget" -> plan(request, 1, parts -> replies -> inOrder(parts, replies));
      default -> null;
    };
  }

  private static Plan plan(
      Request request,
      int step,
      Function<List<List<Integer>>, Function<List<Reply>, Reply>> merge) {
    if (request.count() % step != 1 % step) {
      return null;
    }
    Map<Integer, List<Integer>> bySlot = new TreeMap<>();
    for (int i = 1; i < request.count(); i += step) {
      bySlot.computeIfAbsent(Slots.of(request, i), slot -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> parts = List.copyOf(bySlot.values());
    List<byte[][]> requests = parts.stream().map(part -> part(request, part, step)).toList();
    List<Integer> slots = List.copyOf(bySlot.keySet());
    Function<List<Reply>, Reply> merged = merge.apply(parts);
    return nodes -> {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < slots.size(); i++) {
        Node owner = nodes.cluster().owner(slots.get(i));
        replies.add(
            owner == null
                ? Future.succeededFuture(ClusterErrors.NOT_SERVED)
                : nodes.ask(owner, Wire.request(requests.get(i))));
      }
      return Nodes.all(replies)
          .map(
              all -> {
                Reply error = Nodes.error(all);
                return error == null ? merged.apply(all) : error;
              });
    };
  }

  private static byte[][] part(Request request, List<Integer> keys, int step) {
    byte[][] words = new byte[1 + keys.size() * step][];
    words[0] = request.bytes(0);
    int at = 1;
    for (int key : keys) {
      for (int i = 0; i < step; i++) {
        words[at] = request.bytes(key + i);
        at++;
      }
    }
    return words;
  }

  private static Reply inOrder(List<List<Integer>> parts, List<Reply> replies) {
    int count = parts.stream().mapToInt(List::size).sum();
    List<Reply> values = new ArrayList<>(Collections.nCopies(count, Reply.NULL));
    for (int part = 0; part < parts.size(); part++) {
      List<? extends Reply> some = ((AggregateReply) replies.get(part)).elements();
      for (int i = 0; i < some.size(); i++) {
        values.set(parts.get(part).get(i) - 1, some.get(i));
      }
    }
    return Reply.array(values);
  }
}
