package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The ids of clients in commands that go to the server behind, which knows its own connections
 * only: CLIENT UNBLOCK, and the redirection of CLIENT TRACKING. Safe from any thread.
 */
final class ClientIds {

  private static final String NO_CLIENT = "0";

  private final LongFunction<Optional<ConnectedClient>> clients;

  ClientIds(LongFunction<Optional<ConnectedClient>> clients) {
    this.clients = clients;
  }

  /** The same request with the ids of the server behind. */
  Request translated(Request request) {
    int at = idAt(request);
    if (at < 0 || at >= request.count()) {
      return request;
    }
    String id = backendId(request, at);
    String[] words = new String[request.count()];
    for (int i = 0; i < words.length; i++) {
      words[i] = i == at ? id : request.text(i);
    }
    return Request.of(words);
  }

  private static int idAt(Request request) {
    if (request.is(1, "UNBLOCK")) {
      return 2;
    }
    for (int i = 2; request.is(1, "TRACKING") && i < request.count(); i++) {
      if (request.is(i, "REDIRECT")) {
        return i + 1;
      }
    }
    return -1;
  }

  /** What the server behind calls a client; what is no id stays for it to refuse. */
  private String backendId(Request request, int at) {
    long id;
    try {
      id = request.integer(at);
    } catch (ArgumentException e) {
      return request.text(at);
    }
    return clients
        .apply(id)
        .map(client -> client.attribute(ClientRoute.KEY))
        .map(route -> Long.toString(route.backendId()))
        .orElse(NO_CLIENT);
  }

  /** Passes on a number, or another one in the place of what is not negative. */
  static ReplyTarget replacing(ReplyTarget target, long id, ByteBufAllocator allocator) {
    return new ReplyTarget() {
      @Override
      public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
        boolean isId = bytes.getByte(from) == ':' && bytes.getByte(from + 1) != '-';
        if (!isId || !whole || bytes.getByte(from + 1) == '0') {
          target.replied(bytes, from, to, ended, whole);
          return;
        }
        ByteBuf replaced = allocator.directBuffer();
        try {
          replaced.writeCharSequence(":" + id + "\r\n", StandardCharsets.US_ASCII);
          target.replied(replaced, 0, replaced.writerIndex(), ended, true);
        } finally {
          replaced.release();
        }
      }

      @Override
      public void failed(ErrorReply why, boolean begun) {
        target.failed(why, begun);
      }
    };
  }
}
