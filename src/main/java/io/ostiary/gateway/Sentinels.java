package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.settings.UpstreamUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master that Sentinels tell of. They are asked before each attempt to connect, one after
 * another until one knows; attempts of all loops at one time share the answer. When it is another
 * than before, connections to the one before are lost at once. Safe from any thread.
 */
final class Sentinels implements Servers {

  private static final Logger log = LoggerFactory.getLogger(Sentinels.class);

  private final Supplier<UpstreamUrl> url;
  private final Set<GatewayLoop> loops = ConcurrentHashMap.newKeySet();
  private Destination master; // null: none was confirmed yet
  private Future<Destination> underWay; // null: it is not asked for
  private SentinelWatch watch; // null: there is no loop
  private int first; // which Sentinel is asked first: the one that is known to answer

  Sentinels(Supplier<UpstreamUrl> url) {
    this.url = url;
  }

  String masterName() {
    return url.get().masterName();
  }

  /** How many Sentinels are named. */
  int count() {
    return url.get().hosts().size();
  }

  Destination sentinel(int index) {
    UpstreamUrl.Host host = url.get().hosts().get(index % count());
    return Destination.tcp(host.name(), host.port());
  }

  @Override
  public boolean needsMaster() {
    return true;
  }

  @Override
  public ErrorWatch watch(UpstreamConnection connection) {
    return (error, request, target, flags) -> {
      if (error.startsWith("READONLY ")) {
        connection.link().refusesWrites(); // The Sentinels are asked before the next attempt.
      }
      return false;
    };
  }

  @Override
  public synchronized void join(GatewayLoop loop) {
    loops.add(loop);
    watchOn(loop);
  }

  private synchronized void watchOn(GatewayLoop loop) {
    if (watch == null && loops.contains(loop)) {
      watch = new SentinelWatch(this, loop);
    }
  }

  @Override
  public synchronized void leave(GatewayLoop loop) {
    loops.remove(loop);
    if (watch != null && watch.isOn(loop)) {
      watch.close();
      watch = null;
      loops.stream()
          .findAny()
          .ifPresent(other -> other.connector().afterTurn(() -> watchOn(other)));
    }
  }

  // Asking

  @Override
  public Future<Destination> locate(GatewayLoop loop, Node node) {
    Promise<Destination> found = Promise.promise();
    lookUp(loop).onComplete(told -> loop.connector().afterTurn(() -> found.handle(told)));
    return found.future();
  }

  private synchronized Future<Destination> lookUp(GatewayLoop loop) {
    if (underWay == null) {
      Promise<Destination> told = Promise.promise();
      underWay = told.future();
      ask(loop, 0, false, "").onComplete(told::handle);
      told.future().onComplete(done -> answered());
      return told.future();
    }
    return underWay;
  }

  private synchronized void answered() {
    underWay = null;
  }

  private synchronized int first() {
    return first;
  }

  /** Of all Sentinels, this one is known to answer. */
  synchronized void answers(int index) {
    first = index % count();
  }

  private Future<Destination> ask(GatewayLoop loop, int asked, boolean ignorant, String why) {
    if (asked == count()) {
      return Future.failedFuture(
          ignorant
              ? "no Sentinel knows a master named '" + masterName() + "'"
              : "no Sentinel of " + addresses() + " answers: " + why);
    }
    int index = first() + asked;
    return Inquiry.ask(
            loop,
            sentinel(index),
            Identity.NONE,
            "SENTINEL",
            "GET-MASTER-ADDR-BY-NAME",
            masterName())
        .transform(
            reply -> {
              if (reply.failed()) {
                return ask(loop, asked + 1, ignorant, reply.cause().getMessage());
              }
              if (isAddress(reply.result())) {
                answers(index);
                return Future.succeededFuture(address(reply.result()));
              }
              String refused = reply.result() instanceof ErrorReply error ? error.text() : why;
              boolean unknown = ignorant || !(reply.result() instanceof ErrorReply);
              return ask(loop, asked + 1, unknown, refused);
            });
  }

  private static boolean isAddress(Reply reply) {
    return reply instanceof AggregateReply pair && pair.elements().size() == 2;
  }

  private static Destination address(Reply reply) {
    List<? extends Reply> pair = ((AggregateReply) reply).elements();
    return Destination.tcp(Backend.text(pair.get(0)), Integer.parseInt(Backend.text(pair.get(1))));
  }

  private String addresses() {
    return url.get().hosts().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  // Following

  /** A server is the master: what a server says of itself, or a Sentinel of a failover. */
  @Override
  public void confirmed(Destination server) {
    if (isNews(server)) {
      loops.forEach(loop -> loop.connector().afterTurn(() -> loop.masterIs(server)));
    }
  }

  private synchronized boolean isNews(Destination server) {
    if (server.equals(master)) {
      return false;
    }
    log.info("Upstream master '{}' is {}", masterName(), server);
    master = server;
    return true;
  }
}
