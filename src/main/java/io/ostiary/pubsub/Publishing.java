package io.ostiary.pubsub;

import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.MAY_REPLICATE;
import static io.ostiary.command.CommandFlag.PUBSUB;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.resp.SequenceReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of a server whose messages are published here: {@code PUBLISH}, {@code SPUBLISH} and
 * {@code PUBSUB}.
 */
final class Publishing {

  private final Subscriptions subscriptions;

  Publishing(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  List<Command> commands() {
    return List.of(
        publish("PUBLISH", this::publish)
            .arguments("channel message")
            .summary("Sends a message to all who have subscribed to a channel or a pattern of it.")
            .since("2.0.0")
            .group("pubsub"),
        publish("SPUBLISH", this::publishToShard)
            .keys(1, 1, 1)
            .arguments("shardchannel message")
            .summary("Sends a message to all who have subscribed to a shard channel.")
            .since("7.0.0")
            .group("pubsub"),
        pubsub());
  }

  private static Command publish(String name, BuiltInHandler handler) {
    return Command.of(name, 3, handler).flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE);
  }

  private Reply publish(ConnectedClient client, Request request) {
    Delivery delivery = new Delivery(Optional.of(client));
    subscriptions.publish(new Name(request.bytes(1)), Reply.bulk(request.bytes(2)), delivery);
    return SequenceReply.of(delivery.replies());
  }

  private Reply publishToShard(ConnectedClient client, Request request) {
    Delivery delivery = new Delivery(Optional.of(client));
    Name channel = new Name(request.bytes(1));
    subscriptions.deliver(Kind.SHARD_CHANNEL, channel, Reply.bulk(request.bytes(2)), delivery);
    return SequenceReply.of(delivery.replies());
  }

  private Command pubsub() {
    return Command.container(
            "PUBSUB",
            about("CHANNELS", -2, (client, request) -> names(Kind.CHANNEL, request))
                .arguments("[pattern]")
                .summary("Answers the channels that have subscribers, patterns not counted.")
                .since("2.8.0"),
            about("NUMPAT", 2, this::patterns)
                .summary("Answers how many patterns have subscribers.")
                .since("2.8.0"),
            about("NUMSUB", -2, (client, request) -> subscribers(Kind.CHANNEL, request))
                .arguments("[channel [channel ...]]")
                .summary("Answers how many have subscribed to each channel, patterns not counted.")
                .since("2.8.0"),
            about("SHARDCHANNELS", -2, (client, request) -> names(Kind.SHARD_CHANNEL, request))
                .arguments("[pattern]")
                .summary("Answers the shard channels that have subscribers.")
                .since("7.0.0"),
            about("SHARDNUMSUB", -2, (client, request) -> subscribers(Kind.SHARD_CHANNEL, request))
                .arguments("[shardchannel [shardchannel ...]]")
                .summary("Answers how many have subscribed to each shard channel.")
                .since("7.0.0"))
        .summary("Shows who has subscribed to what.")
        .since("2.8.0")
        .group("pubsub");
  }

  private static Command about(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(PUBSUB, LOADING, STALE);
  }

  private Reply patterns(Client client, Request request) {
    return Reply.integer(subscriptions.count(Kind.PATTERN));
  }

  private Reply names(Kind kind, Request request) {
    if (request.count() > 3) {
      return new ErrorText("ERR unknown subcommand or wrong number of arguments for '")
          .repeat(request, 1)
          .add("'. Try PUBSUB HELP.")
          .reply();
    }
    Optional<Glob> pattern =
        request.count() == 3 ? Optional.of(Glob.of(request.bytes(2))) : Optional.empty();
    return Reply.array(subscriptions.names(kind, pattern).stream().map(Name::reply).toList());
  }

  private Reply subscribers(Kind kind, Request request) {
    List<Reply> counts = new ArrayList<>();
    for (int i = 2; i < request.count(); i++) {
      Name name = new Name(request.bytes(i));
      counts.add(name.reply());
      counts.add(Reply.integer(subscriptions.subscribers(kind, name)));
    }
    return Reply.array(counts);
  }
}
