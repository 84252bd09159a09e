package io.ostiary.client;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which clients a command means: conditions that must all hold, as Valkey combines them. Immutable;
 * the time that ages are measured against is fixed when a condition is made.
 */
public final class ClientFilter {

  /** Takes every client. */
  public static final ClientFilter ALL = new ClientFilter(client -> true);

  private final Predicate<ConnectedClient> condition;

  private ClientFilter(Predicate<ConnectedClient> condition) {
    this.condition = condition;
  }

  /** Whether every condition holds for this client. */
  public boolean accepts(ConnectedClient client) {
    return condition.test(client);
  }

  /** Clients with one of these ids. */
  public ClientFilter withIds(Set<Long> ids) {
    return and(client -> ids.contains(client.id()));
  }

  /** The client that comes from this address, as CLIENT LIST writes it. */
  public ClientFilter withRemote(String address) {
    return and(client -> client.address().text().equals(address));
  }

  /** Clients that came in by this address, as CLIENT LIST writes it. */
  public ClientFilter withLocal(String address) {
    return and(client -> client.localAddress().text().equals(address));
  }

  /** Clients that have subscribed to something, or those that have not. */
  public ClientFilter withSubscriptions(boolean any) {
    return and(
        client ->
            client.subscriptions().any() == any
                && client.upstream().flag() != UpstreamState.REPLICA);
  }

  /** Clients that have replicas' state at a server behind this one. */
  public ClientFilter replicas() {
    return and(client -> client.upstream().flag() == UpstreamState.REPLICA);
  }

  /** Clients that act as this user. */
  public ClientFilter withUser(String user) {
    return and(client -> client.user().equals(user));
  }

  /** Clients that have been in for at least so long. */
  public ClientFilter withMinimumAge(long seconds, long nowMillis) {
    return and(client -> (nowMillis - client.createdMillis()) / 1000 >= seconds);
  }

  /** Every client but this one. */
  public ClientFilter without(ConnectedClient skipped) {
    return and(client -> client != skipped);
  }

  /** No client: for a type that this server has none of, such as replicas. */
  public ClientFilter none() {
    return and(client -> false);
  }

  private ClientFilter and(Predicate<ConnectedClient> further) {
    return new ClientFilter(condition.and(further));
  }
}
