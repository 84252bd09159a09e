package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Commands about all keys, or all scripts: each master has a part of the answer. */
final class WholePlans {

  private static final Reply INVALID_CURSOR = Reply.error("ERR invalid cursor");

  private WholePlans() {}

  /** The plan for a request; null if one node can answer it. */
  static Plan of(Request request, BackendRow row) {
    return switch (row.fullName()) {
      case "keys" -> merged(request, WholePlans::together);
      case "dbsize" -> merged(request, WholePlans::sum);
      case "flushall",
          "flushdb",
          "script|load",
          "script|flush",
          "function|load",
          "function|delete",
          "function|flush",
          "function|restore" ->
          merged(request, replies -> replies.get(0));
      case "script|exists" -> merged(request, WholePlans::least);
      case "randomkey" -> {
        ByteBuf copy = Wire.copy(request);
        yield nodes -> anyKey(nodes, shuffled(nodes.cluster().masters()), copy);
      }
      case "scan" -> request.count() < 2 ? null : scan(words(request));
      default -> null;
    };
  }

  private static Plan merged(Request request, Function<List<Reply>, Reply> merge) {
    ByteBuf copy = Wire.copy(request);
    return nodes ->
        nodes
            .askAll(copy)
            .map(
                replies -> {
                  Reply error = Nodes.error(replies);
                  return error == null ? merge.apply(replies) : error;
                });
  }

  private static Reply together(List<Reply> replies) {
    List<Reply> all = new ArrayList<>();
    replies.forEach(reply -> all.addAll(elements(reply)));
    return Reply.array(all);
  }

  private static List<? extends Reply> elements(Reply reply) {
    return reply instanceof AggregateReply array ? array.elements() : List.of();
  }

  static Reply sum(List<Reply> replies) {
    return Reply.integer(replies.stream().mapToLong(Backend::number).sum());
  }

  /** Of numbers at the same places: a script exists where all have it. */
  private static Reply least(List<Reply> replies) {
    List<Reply> all = new ArrayList<>();
    for (int i = 0; i < elements(replies.get(0)).size(); i++) {
      int place = i;
      all.add(
          Reply.integer(
              replies.stream()
                  .mapToLong(reply -> Backend.number(elements(reply).get(place)))
                  .min()
                  .orElse(0)));
    }
    return Reply.array(all);
  }

  private static List<Node> shuffled(List<Node> masters) {
    List<Node> shuffled = new ArrayList<>(masters);
    Collections.shuffle(shuffled);
    return shuffled;
  }

  /** Of the first that has a key. */
  private static Future<Reply> anyKey(Nodes nodes, List<Node> left, ByteBuf request) {
    return nodes
        .ask(left.get(0), request.duplicate())
        .compose(
            key ->
                key == Reply.NULL && left.size() > 1
                    ? anyKey(nodes, left.subList(1, left.size()), request)
                    : Future.succeededFuture(key));
  }

  private static byte[][] words(Request request) {
    byte[][] words = new byte[request.count()][];
    for (int i = 0; i < words.length; i++) {
      words[i] = request.bytes(i);
    }
    return words;
  }

  private static Plan scan(byte[][] words) {
    return nodes -> {
      ScanCursor cursor;
      try {
        cursor = ScanCursor.of(words[1], nodes.cluster());
      } catch (ArgumentException e) {
        return Future.succeededFuture(INVALID_CURSOR);
      }
      words[1] = cursor.ofNode();
      return nodes.ask(cursor.node(), Wire.request(words)).map(cursor::next);
    };
  }
}
