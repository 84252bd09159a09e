package io.ostiary.pubsub;

import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.PUBSUB;
import static io.ostiary.command.CommandFlag.STALE;
import static io.ostiary.command.CommandFlag.WHILE_SUBSCRIBED;

import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.ChannelPermission;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import java.util.ArrayList;
import java.util.List;

/**
 * Publish and subscribe: the commands, the check that refuses others to a subscriber over RESP2,
 * and the end of a client's subscriptions. Shared by all event loops and safe.
 */
public final class PubSub implements Feature {

  private final Subscriptions subscriptions;
  private final List<Command> publishing;

  private PubSub(Subscriptions subscriptions, List<Command> publishing) {
    this.subscriptions = subscriptions;
    this.publishing = publishing;
  }

  /** Of a server whose clients publish to each other. */
  public static PubSub local() {
    Subscriptions subscriptions = new Subscriptions(NoSource.INSTANCE);
    return new PubSub(subscriptions, new Publishing(subscriptions).commands());
  }

  /**
   * Of a server that passes on what is published elsewhere: without PUBLISH, SPUBLISH and PUBSUB.
   *
   * @param source told what there is to subscribe to; delivers to {@link #subscriptions}
   */
  public static PubSub of(Source source) {
    return new PubSub(new Subscriptions(source), List.of());
  }

  /** Where messages are handed to subscribers. */
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  @Override
  public List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    commands.add(
        subscribe("SUBSCRIBE", Kind.CHANNEL)
            .arguments("channel [channel ...]")
            .summary("Subscribes to channels.")
            .since("2.0.0")
            .group("pubsub"));
    commands.add(
        unsubscribe("UNSUBSCRIBE", Kind.CHANNEL)
            .arguments("[channel [channel ...]]")
            .summary("Unsubscribes from channels; without a name from all.")
            .since("2.0.0")
            .group("pubsub"));
    commands.add(
        subscribe("PSUBSCRIBE", Kind.PATTERN)
            .arguments("pattern [pattern ...]")
            .summary("Subscribes to all channels that patterns match.")
            .since("2.0.0")
            .group("pubsub"));
    commands.add(
        unsubscribe("PUNSUBSCRIBE", Kind.PATTERN)
            .arguments("[pattern [pattern ...]]")
            .summary("Unsubscribes from patterns; without a name from all.")
            .since("2.0.0")
            .group("pubsub"));
    commands.add(
        subscribe("SSUBSCRIBE", Kind.SHARD_CHANNEL)
            .keys(1, -1, 1)
            .arguments("shardchannel [shardchannel ...]")
            .summary("Subscribes to shard channels.")
            .since("7.0.0")
            .group("pubsub"));
    commands.add(
        unsubscribe("SUNSUBSCRIBE", Kind.SHARD_CHANNEL)
            .keys(1, -1, 1)
            .arguments("[shardchannel [shardchannel ...]]")
            .summary("Unsubscribes from shard channels; without a name from all.")
            .since("7.0.0")
            .group("pubsub"));
    commands.addAll(publishing);
    return commands;
  }

  private Command subscribe(String name, Kind kind) {
    return subscribing(name, -2, new Subscribe(subscriptions, kind));
  }

  private static Command unsubscribe(String name, Kind kind) {
    return subscribing(name, -1, new Unsubscribe(kind));
  }

  private static Command subscribing(String name, int arity, BuiltInHandler handler) {
    return Command.of(name, arity, handler)
        .flags(PUBSUB, NOSCRIPT, LOADING, STALE, WHILE_SUBSCRIBED);
  }

  @Override
  public List<CommandCheck> checks() {
    return List.of(new SubscriberMode());
  }

  @Override
  public List<InfoSection> info() {
    return List.of(
        new InfoSection("Clients", this::clientLines), new InfoSection("Stats", this::statsLines));
  }

  private String clientLines() {
    return new InfoLines().add("pubsub_clients", subscriptions.clients()).toString();
  }

  private String statsLines() {
    return new InfoLines()
        .add("pubsub_channels", subscriptions.count(Kind.CHANNEL))
        .add("pubsub_patterns", subscriptions.count(Kind.PATTERN))
        .add("pubsubshard_channels", subscriptions.count(Kind.SHARD_CHANNEL))
        .toString();
  }

  @Override
  public void reset(Client client) {
    Subscriber.of((ConnectedClient) client).ifPresent(Subscriber::closeAll);
  }

  @Override
  public boolean subscribesWithin(Client client, ChannelPermission permission) {
    return Subscriber.of((ConnectedClient) client)
        .map(subscriber -> subscriber.isWithin(permission))
        .orElse(true);
  }

  @Override
  public void left(Client client, CloseReason reason) {
    reset(client);
  }
}
