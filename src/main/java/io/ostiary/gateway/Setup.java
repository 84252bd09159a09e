package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Connection;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is said on a new upstream connection before clients' requests go over it: who we are, which
 * protocol, which database; and, where it is not known yet, what the server can do. On one event
 * loop.
 */
final class Setup {

  private static final byte[] AUTH = ascii("AUTH");

  /** Before a server that runs a script is asked again. */
  private static final long BUSY_MILLIS = 50;

  private final GatewayLoop loop;
  private final UpstreamKind kind;
  private final boolean learns;
  private final Exchange exchange;
  private final Promise<Void> done = Promise.promise();
  private final long deadlineMillis;
  private boolean over; // the connection is lost
  private long backendId; // 0: not told
  private boolean isMaster = true; // or need not be
  private final List<Future<Reply>> required = new ArrayList<>();
  private final List<Future<Reply>> all = new ArrayList<>();

  /**
   * Says nothing yet.
   *
   * @param learns whether to ask what the server can do
   */
  Setup(GatewayLoop loop, UpstreamKind kind, boolean learns) {
    this.loop = loop;
    this.kind = kind;
    this.learns = learns;
    this.exchange = new Exchange(loop.allocator(), IgnoredReplies.PUSHES);
    this.deadlineMillis = loop.nowMillis() + loop.connectTimeout().toMillis();
  }

  /** Complete when all is said and right; a failure's message is what was wrong. */
  Future<Void> done() {
    return done.future();
  }

  /** What the server calls the client of this connection; 0 when it does not tell. */
  long backendId() {
    return backendId;
  }

  /** What replies are read by until then. */
  Exchange exchange() {
    return exchange;
  }

  /** Whether the server can make a connection as if it were new. */
  boolean knowsReset() {
    return loop.gateway().backend().knows("reset");
  }

  /**
   * Says all of it at once, and again while the server is busy with a script.
   *
   * @param resets whether the connection has state that the server is to forget first
   */
  void begin(Connection connection, boolean resets) {
    required.clear();
    all.clear();
    Identity identity = kind.identity();
    if (resets) {
      required.add(ask("RESET"));
    }
    boolean selects = kind.database() != 0;
    // Before the login, after which it may not be permitted; and again, if it was not before it.
    Future<Reply> selected = selects ? ask(select()) : Future.succeededFuture(Reply.OK);
    if (!identity.equals(Identity.NONE)) {
      required.add(ask(login(identity)));
    }
    Future<Reply> hello = ask("HELLO", Integer.toString(kind.respVersion()));
    if (kind.respVersion() == 3) {
      required.add(hello);
    }
    ask("CLIENT", "SETNAME", "ostiary");
    if (selects) {
      Future<Reply> again = ask(select());
      required.add(again.map(answer -> selected.result() == Reply.OK ? Reply.OK : answer));
    }
    all.addAll(required);
    if (kind.node().isReplica() && loop.gateway().cluster() != null) {
      ask("READONLY"); // Else a node of a cluster sends on to its master.
    }
    if (loop.servers().needsMaster() && !kind.node().isReplica()) {
      all.add(ask("ROLE").onSuccess(role -> isMaster = Roles.isMaster(role)));
    }
    all.add(ask("CLIENT", "ID").onSuccess(id -> backendId = Backend.number(id)));
    all.add(hello);
    if (learns) {
      Backend backend = loop.gateway().backend();
      all.add(hello.onSuccess(backend::greeting));
      all.add(ask("INFO", "cluster").onSuccess(told -> loop.servers().clusterInfo(loop, told)));
      all.add(ask("INFO", "server").onSuccess(backend::serverInfo));
      all.add(ask("COMMAND").onSuccess(backend::commands));
      all.add(ask("CONFIG", "GET", "databases").onSuccess(backend::databases));
    }
    Future.join(all).onComplete(answered -> finish(connection, resets, answered.cause()));
    exchange.flushTo(connection);
  }

  private ByteBuf select() {
    return Wire.request("SELECT", Integer.toString(kind.database()));
  }

  /** The request that logs in, as it is on the wire. */
  static ByteBuf login(Identity identity) {
    byte[] password = identity.password().bytes();
    return identity.user().isEmpty()
        ? Wire.request(AUTH, password)
        : Wire.request(AUTH, identity.user().getBytes(StandardCharsets.UTF_8), password);
  }

  private void finish(Connection connection, boolean resets, Throwable lost) {
    exchange.release();
    if (lost != null) {
      done.tryFail(lost.getMessage());
      return;
    }
    for (Future<Reply> answer : required) {
      if (answer.result() instanceof ErrorReply refusal) {
        if (isBusy(refusal) && loop.nowMillis() < deadlineMillis) {
          loop.after(BUSY_MILLIS, () -> beginAgain(connection, resets));
          return;
        }
        done.tryFail(refusal.text());
        return;
      }
    }
    if (isMaster) {
      done.tryComplete();
    } else {
      done.tryFail("it is not the master");
    }
  }

  /** One that runs a script will be done, or be told to end; it is there, so that is waited for. */
  private static boolean isBusy(ErrorReply refusal) {
    return refusal.text().startsWith("BUSY ");
  }

  private void beginAgain(Connection connection, boolean resets) {
    if (!over) {
      begin(connection, resets);
    }
  }

  private Future<Reply> ask(String... words) {
    Captured captured = new Captured();
    exchange.add(Request.of(words), captured, 0);
    return captured.reply();
  }

  private Future<Reply> ask(ByteBuf request) {
    Captured captured = new Captured();
    exchange.add(request, 0, request.readableBytes(), captured, 0);
    return captured.reply();
  }

  /** The first error that was answered, such as that the server has no room; maybe none. */
  Optional<String> refusal() {
    return all.stream()
        .map(Future::result)
        .filter(ErrorReply.class::isInstance)
        .map(answer -> ((ErrorReply) answer).text())
        .findFirst();
  }

  /** The connection was lost. */
  void lost(String why) {
    over = true;
    exchange.lost(0, false, (sent, mayHaveRun) -> new ErrorReply("ERR " + why));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
