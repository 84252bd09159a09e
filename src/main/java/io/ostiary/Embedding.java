package io.ostiary;

import io.ostiary.admission.AdmissionRule;
import io.ostiary.auth.Authenticator;
import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.command.Command;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Feature;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the program that embeds a server adds to it. Filled before the verticle is deployed, and
 * only read from then on.
 */
final class Embedding {

  private final List<Command> commands = new ArrayList<>();
  private final List<Command> replacements = new ArrayList<>();
  private final List<AdmissionRule> rules = new ArrayList<>();
  private final List<Consumer<Client>> onConnect = new ArrayList<>();
  private final List<BiConsumer<Client, CloseReason>> onClose = new ArrayList<>();
  private Optional<Authenticator> authenticator = Optional.empty();
  private boolean keyspace;
  private boolean sealed;

  /** Takes nothing more: from now on, event loops read it. */
  void seal() {
    sealed = true;
  }

  private void requireOpen() {
    if (sealed) {
      throw new IllegalStateException("add what a verticle is to have before it is deployed");
    }
  }

  void add(Command command) {
    requireOpen();
    commands.add(command);
  }

  void replace(Command command) {
    requireOpen();
    replacements.add(command);
  }

  void add(AdmissionRule rule) {
    requireOpen();
    rules.add(rule);
  }

  void onConnect(Consumer<Client> handler) {
    requireOpen();
    onConnect.add(handler);
  }

  void onClose(BiConsumer<Client, CloseReason> handler) {
    requireOpen();
    onClose.add(handler);
  }

  void authenticator(Authenticator decides) {
    requireOpen();
    authenticator = Optional.of(decides);
  }

  void keyspace() {
    requireOpen();
    keyspace = true;
  }

  List<AdmissionRule> rules() {
    return rules;
  }

  Optional<Authenticator> authenticator() {
    return authenticator;
  }

  void connected(Client client) {
    onConnect.forEach(handler -> handler.accept(client));
  }

  /**
   * The table of a server with these features.
   *
   * @throws IllegalArgumentException if two commands have one name, or one replaces nothing
   */
  CommandTable commandsBeside(List<Feature> features) {
    List<Command> all = new ArrayList<>();
    features.forEach(feature -> all.addAll(feature.commands()));
    return tableOf(all).replacing(CommandTable.of(replacements));
  }

  private static CommandTable tableOf(List<Command> all) {
    try {
      return CommandTable.of(all);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + " (replace() puts a command in the place of a built-in one)", e);
    }
  }

  /** What the program adds, as features; a keyspace where it adds no command. */
  List<Feature> features(Settings settings) {
    List<Feature> features = new ArrayList<>();
    boolean gateway = settings.get(Directives.UPSTREAM).isPresent();
    if (keyspace || (commands.isEmpty() && !gateway)) {
      features.add(new KeyspaceFeature(settings));
    }
    features.add(
        new Feature() {
          @Override
          public List<Command> commands() {
            return commands;
          }
        });
    // Each a feature of its own: one that fails does not keep the others from hearing.
    onClose.forEach(handler -> features.add(new OnClose(handler)));
    return features;
  }

  private record OnClose(BiConsumer<Client, CloseReason> handler) implements Feature {

    @Override
    public void left(Client client, CloseReason reason) {
      handler.accept(client, reason);
    }
  }
}
