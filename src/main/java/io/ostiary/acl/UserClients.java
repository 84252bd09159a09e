package io.ostiary.acl;

import io.ostiary.client.ClientFilter;
import io.ostiary.client.ClientTable;
import io.ostiary.client.ClientUser;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.ChannelPermission;
import io.ostiary.command.Feature;
import io.ostiary.resp.DeferredReply;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Closes clients whose user has gone, or may no longer listen where they have subscribed. From any
 * thread; each is closed on its own event loop, once.
 */
final class UserClients {

  private final ClientTable clients;
  private final Supplier<List<Feature>> features;

  UserClients(ClientTable clients, Supplier<List<Feature>> features) {
    this.clients = clients;
    this.features = features;
  }

  /**
   * Closes the clients of users that have gone.
   *
   * @param caller who is to be answered first; see {@link #answer}
   * @return complete when they have left
   */
  Future<Void> close(Collection<AclUser> gone, ConnectedClient caller) {
    List<Future<Void>> closed = new ArrayList<>();
    for (ConnectedClient client : of(gone::contains)) {
      if (client != caller) {
        client.close(CloseReason.ACL);
        closed.add(afterTurn(client));
      }
    }
    return all(closed);
  }

  /** A reply that comes later to a caller, who is closed behind it if its own user has gone. */
  static Reply answer(Reply reply, ConnectedClient caller) {
    return new DeferredReply(
        () -> {
          closeIfGone(caller);
          return reply;
        });
  }

  /** Closes a caller whose user has gone; within its command, or when that is answered. */
  static void closeIfGone(ConnectedClient caller) {
    if (caller.identity() instanceof AclUser user && user.isGone()) {
      caller.close(CloseReason.ACL);
    }
  }

  /** Closes the clients of a user that have subscribed to more than it may hear now. */
  Future<Void> narrow(AclUser user, ConnectedClient caller) {
    UserRules rules = user.rules();
    if (rules.allowAllChannels()) {
      return Future.succeededFuture();
    }
    List<Future<Void>> done = new ArrayList<>();
    for (ConnectedClient client : of(user::equals)) {
      if (client == caller) {
        // Within its own command it is answered before it is closed.
        closeUnlessWithin(client, rules::allowChannel);
      } else {
        Promise<Void> closed = Promise.promise();
        client.execute(
            () -> {
              closeUnlessWithin(client, rules::allowChannel);
              client.execute(closed::complete);
            });
        done.add(closed.future());
      }
    }
    return all(done);
  }

  private void closeUnlessWithin(ConnectedClient client, ChannelPermission permission) {
    if (!features.get().stream()
        .allMatch(feature -> feature.subscribesWithin(client, permission))) {
      client.close(CloseReason.ACL);
    }
  }

  private List<ConnectedClient> of(Predicate<ClientUser> user) {
    List<ConnectedClient> found = clients.list(ClientFilter.ALL);
    found.removeIf(client -> !user.test(client.identity()));
    return found;
  }

  private static Future<Void> afterTurn(ConnectedClient client) {
    Promise<Void> done = Promise.promise();
    client.execute(done::complete);
    return done.future();
  }

  private static Future<Void> all(List<Future<Void>> done) {
    return done.isEmpty() ? Future.succeededFuture() : Future.all(done).mapEmpty();
  }
}
