package io.ostiary.gateway;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/**
 * The request of one client that cannot be sent yet, and goes on when nothing keeps it any more; no
 * other comes behind it meanwhile. On the client's event loop.
 */
final class WaitingRequest {

  private final ConnectedClient client;
  private final GatewayLoop loop;
  private final ClientWays ways;
  private final ClientRoute route;
  private Outgoing waiting; // null: there is none
  private boolean isEarly; // it came before the commands of the server behind were known

  /**
   * There is none.
   *
   * @param route asked when a turn is over in which a transaction has begun
   */
  WaitingRequest(ConnectedClient client, GatewayLoop loop, ClientWays ways, ClientRoute route) {
    this.client = client;
    this.loop = loop;
    this.ways = ways;
    this.route = route;
  }

  boolean isThere() {
    return waiting != null;
  }

  /** Keeps a copy of a request, and goes on with it as soon as it can be sent: maybe at once. */
  Reply keep(Request request, BackendRow row, Plan plan) {
    Outgoing copy = Outgoing.of(request, row, plan, ways.replies().isNextUnwanted());
    waiting = copy;
    advance();
    return Reply.hold(copy.reply().future());
  }

  /** Goes on with it, if nothing keeps it any more. */
  void advance() {
    if (waiting == null) {
      return;
    }
    if (!loop.isBackendKnown()) {
      isEarly = true;
      loop.whenKnown(this);
    } else if (isEarly) {
      isEarly = false;
      recognize();
    } else if (waiting.plan() != null) {
      runPlanIfNothingIsDue();
    } else if (ways.pin().now() != null) {
      advancePinned(ways.pin());
    } else if (ways.gathering().isUnderWay()) {
      advanceGathered();
    } else if (waiting.treatment().needsPin()) {
      takePinIfNothingIsDue();
    } else {
      advanceShared(waiting.treatment());
    }
  }

  /** It is known now what it is, and where it belongs. */
  private void recognize() {
    Request request = Wire.decoded(waiting.request());
    BackendRow known = loop.gateway().backend().row(request);
    BackendRow row = known == null ? BackendRow.unknown(request) : known;
    client.activity().named(row.fullName());
    ErrorReply refusal = loop.gateway().cluster() == null ? null : ways.judge(request, row);
    if (refusal != null) {
      refuse(refusal);
    } else {
      ways.turn(request, row);
      waiting = waiting.as(request, row, ways.kind().plan());
      advance();
    }
  }

  private void runPlanIfNothingIsDue() {
    if (ways.replies().due() == 0) {
      Outgoing planned = taken();
      planned.runPlan(new Nodes(ways.kind(), loop, planned.row()));
    }
  }

  private void advanceShared(Treatment treatment) {
    ClientLane lane = ways.lane();
    UpstreamConnection connection =
        lane.next(lane.isSlow(treatment, waiting.request().readableBytes()));
    if (connection == null) {
      return; // It goes on when nothing is due.
    }
    if (connection.isDown()) {
      refuse(connection.server().unreachable());
    } else if (connection.isFull()) {
      loop.whenThereIsRoom(this);
    } else {
      Outgoing outgoing = taken();
      if (treatment == Treatment.MULTI) {
        ways.gathering().begin();
        loop.turnEnd().ask(route);
        ways.gathering().add(outgoing.request(), outgoing.row(), outgoing.muted());
      } else {
        ReplyTarget target = ways.replies().owed(outgoing.muted());
        connection.send(outgoing.request(), target, outgoing.row().retryFlag());
      }
      outgoing.sent();
    }
  }

  private void advancePinned(ClientPin pin) {
    if (!pin.suits()) {
      if (ways.replies().due() == 0) {
        pin.end();
        advance();
      }
    } else if (pin.mayTake(waiting.row())) { // Else it goes on when nothing is due.
      if (pin.now().connection().isFull()) {
        loop.whenThereIsRoom(this);
      } else {
        pin.send(taken());
      }
    }
  }

  private void takePinIfNothingIsDue() {
    if (ways.replies().due() == 0 && !ways.pin().isAwaited()) {
      ways.pin().take(this::pinTaken);
    }
  }

  /** Goes on with a transaction that is gathered, before which it cannot be sent. */
  void advanceGathered() {
    if (ways.gathering().advance(waiting != null)) {
      ways.pin().take(this::pinTaken);
    }
  }

  private void pinTaken(boolean taken) {
    if (taken) {
      ways.gathering().moveTo(ways.pin().now());
      advance();
    } else {
      refuse(UpstreamErrors.NO_PINNED);
      ways.gathering().drop(UpstreamErrors.NO_PINNED);
    }
  }

  /** It is not sent. */
  void refuse(ErrorReply why) {
    Outgoing refused = taken();
    if (refused != null) {
      refused.reply().complete(why);
    }
  }

  private Outgoing taken() {
    Outgoing outgoing = waiting;
    waiting = null;
    return outgoing;
  }

  /** The client has left. */
  void left() {
    waiting = null;
  }
}
