package io.ostiary.gateway;

/**
 * The state of one client on its pinned connection, by what was sent there: it is followed in the
 * order of the requests, before their replies are known. On the client's event loop.
 */
final class PinState {

  private final OpenTransaction transaction = new OpenTransaction();
  private Subscriptions subscriptions; // null: none so far
  private boolean watches;
  private boolean tracks;
  private boolean monitors;
  private boolean replicates;
  private boolean streams; // what comes is not made of replies any more
  private boolean dirty; // perhaps not as it is followed here
  private boolean spent; // the connection is for no other client

  OpenTransaction transaction() {
    return transaction;
  }

  /** Null if there were none so far. */
  Subscriptions subscriptions() {
    return subscriptions;
  }

  // What a request changes

  /** There may be some from now on. */
  Subscriptions subscribes() {
    subscriptions = new Subscriptions();
    return subscriptions;
  }

  boolean watches() {
    return watches;
  }

  void watches(boolean on) {
    watches = on;
  }

  boolean tracks() {
    return tracks;
  }

  void tracks(boolean on) {
    tracks = on;
  }

  void monitors() {
    monitors = true;
  }

  void replicates() {
    replicates = true;
  }

  void streams() {
    streams = true;
    replicates = true;
  }

  /** EXEC or DISCARD was sent. */
  void endTransaction() {
    transaction.end();
    watches = false;
  }

  /** The connection is made clean before another client has it. */
  void soil() {
    dirty = true;
  }

  /** The connection is closed before another client has it. */
  void spend() {
    spent = true;
  }

  /** The client wants none of it any more. */
  void reset() {
    dirty = true;
    endTransaction();
    tracks = false;
    monitors = false;
    subscriptions = subscriptions == null ? null : new Subscriptions();
  }

  // What it is

  /** Whether nothing of the client is left there; replies may be due. */
  boolean isFree() {
    return !transaction.isOpen()
        && !watches
        && !tracks
        && !monitors
        && !replicates
        && !isSubscribed();
  }

  boolean isDirty() {
    return dirty;
  }

  boolean isSpent() {
    return spent;
  }

  boolean isMonitor() {
    return monitors;
  }

  boolean isReplica() {
    return replicates;
  }

  /** Whether what comes is not made of replies. */
  boolean isStream() {
    return streams;
  }

  /** Whether it gets messages, or did. */
  boolean isSubscriber() {
    return subscriptions != null;
  }

  private boolean isSubscribed() {
    return subscriptions != null && !subscriptions.isEmpty();
  }

  /** Whether commands that are answered here go there for now. */
  boolean takesAll(int respVersion) {
    return transaction.isOpen() || streams || (isSubscribed() && respVersion == 2);
  }

  // What it is for a request

  /** Whether this one can be sent now; the first that gets messages is, when nothing is due. */
  boolean mayTake(BackendRow row, int due) {
    boolean becomesSubscriber = subscriptions == null && !transaction.isOpen() && getsMessages(row);
    return due == 0 || !(becomesSubscriber || row.treatment() == Treatment.STREAM);
  }

  private static boolean getsMessages(BackendRow row) {
    return switch (row.treatment()) {
      case SUBSCRIBE, UNSUBSCRIBE, MONITOR -> true;
      default -> false;
    };
  }

  /** Whether this one has no reply. */
  boolean isStreamed(BackendRow row) {
    return streams || (row.treatment() == Treatment.STREAM && !transaction.isOpen());
  }
}
