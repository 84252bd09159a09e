package io.ostiary.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.Addresses;
import io.ostiary.client.ClientTable;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.client.TestLink;
import io.ostiary.command.Dispatcher;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.Request;
import io.ostiary.stats.Stats;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of a store. Replies are as on the wire, with their lines joined. */
final class Asker {

  private static final ClientTable CLIENTS = new ClientTable();
  private static final Addresses ORIGIN = Ends.of("127.0.0.1:50000", "127.0.0.1:6379", -1);

  private final ConnectedClient client =
      new ConnectedClient(CLIENTS.nextId(), ORIGIN, true, 0, new TestLink(reason -> {}));
  private final Dispatcher dispatcher;

  Asker(Store store) {
    this.dispatcher = new Dispatcher(store.commands(), List.of(), new Stats());
  }

  /** Runs a command given as one line, split at its spaces. */
  String ask(String line) {
    return askWords(line.split(" ", -1));
  }

  String askWords(String... words) {
    ByteBuf wire = Unpooled.buffer();
    ReplyEncoder.encode(reply(Request.of(words)), 2, wire);
    return wire.toString(StandardCharsets.UTF_8).replace("\r\n", " ").strip();
  }

  Reply reply(Request request) {
    return dispatcher.run(client, request);
  }

  void select(int database) {
    client.select(database);
  }
}
