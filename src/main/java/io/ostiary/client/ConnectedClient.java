package io.ostiary.client;

import io.ostiary.net.PeerAddress;
import io.ostiary.resp.Reply;
import io.ostiary.settings.ListenerProfile;
import java.util.Objects;
import java.util.Optional;

/**
 * One connection, as built-in commands see it. Setters are called on the client's own event loop
 * only, the one that runs its commands; everything can be read from any thread, and {@link
 * #close(CloseReason)} and {@link #push} can be called from any thread.
 */
public final class ConnectedClient implements Client {

  private final long id;
  private final Addresses addresses;
  private final long createdMillis;
  private final Activity activity;
  private final ClientLink link;

  // Changed a few times in a connection's life, so a volatile write each costs nothing that counts.
  private volatile ClientState state = ClientState.SERVING;
  private volatile CloseReason closeReason = CloseReason.PEER_CLOSED;
  private volatile String name = "";
  private volatile ClientLibrary library = ClientLibrary.UNKNOWN;
  private volatile ClientUser user = ClientUser.DEFAULT;
  private volatile int database;
  private volatile int respVersion = 2;
  private volatile boolean authenticated;
  private volatile boolean exemptFromEviction;
  private volatile UpstreamState upstream = UpstreamState.NONE;
  private volatile SubscriptionCounts subscriptions = SubscriptionCounts.NONE;
  private volatile Object[] attributes = Attributes.NONE;

  // Asked for with every command, and by the client's event loop only.
  private ReplyMode replyMode = ReplyMode.ON;

  /**
   * A client that is not in the table yet.
   *
   * @param id from {@link ClientTable#nextId}
   * @param authenticated whether no password is asked of it
   */
  public ConnectedClient(
      long id, Addresses addresses, boolean authenticated, long nowMillis, ClientLink link) {
    this.id = id;
    this.addresses = addresses;
    this.authenticated = authenticated;
    this.createdMillis = nowMillis;
    this.activity = new Activity(nowMillis);
    this.link = link;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public PeerAddress address() {
    return addresses.remote();
  }

  @Override
  public PeerAddress localAddress() {
    return addresses.local();
  }

  /** The socket's file descriptor, or -1 where the transport does not tell. */
  public int descriptor() {
    return addresses.descriptor();
  }

  /** What accepted it. */
  public ListenerProfile listener() {
    return addresses.listener();
  }

  /** The proxy that it came by; empty if it came itself. */
  public Optional<PeerAddress> proxy() {
    return addresses.proxy();
  }

  @Override
  public long createdMillis() {
    return createdMillis;
  }

  /** What it has done so far. */
  public Activity activity() {
    return activity;
  }

  /** Brings {@link #activity} up to date: to be asked by a command that shows its own client. */
  public void measure() {
    link.measure();
  }

  @Override
  public String name() {
    return name;
  }

  /** Names the client; an empty name removes it. The caller has checked the characters. */
  public void rename(String newName) {
    name = newName;
  }

  /** The library it said it uses. */
  public ClientLibrary library() {
    return library;
  }

  /** Notes the library; the caller has checked the characters. */
  public void library(ClientLibrary value) {
    library = value;
  }

  @Override
  public int database() {
    return database;
  }

  /** Selects a database; the caller has checked that it exists. */
  public void select(int index) {
    database = index;
  }

  @Override
  public int respVersion() {
    return respVersion;
  }

  /** Switches the protocol of replies, from this command's own reply on. */
  public void respVersion(int version) {
    respVersion = version;
  }

  @Override
  public boolean isAuthenticated() {
    return authenticated;
  }

  /** Notes that it has logged in, or has to log in again. */
  public void authenticated(boolean value) {
    authenticated = value;
  }

  @Override
  public String user() {
    return user.name();
  }

  /** Whom it acts as. */
  public ClientUser identity() {
    return user;
  }

  /** Notes that it has logged in as this user. */
  public void loggedIn(ClientUser newUser) {
    user = newUser;
    authenticated = true;
  }

  /** Whether CLIENT NO-EVICT is on. */
  public boolean isExemptFromEviction() {
    return exemptFromEviction;
  }

  /** What CLIENT NO-EVICT sets. */
  public void exemptFromEviction(boolean value) {
    exemptFromEviction = value;
  }

  /** How its commands reach a server behind this one. */
  public UpstreamState upstream() {
    return upstream;
  }

  /** Notes how they do. */
  public void upstream(UpstreamState state) {
    upstream = state;
  }

  /** How much it has subscribed to. */
  public SubscriptionCounts subscriptions() {
    return subscriptions;
  }

  /** Notes how much it has subscribed to. */
  public void subscriptions(SubscriptionCounts counts) {
    subscriptions = counts;
  }

  /** Whether it has subscribed over RESP2, where messages look like replies. */
  public boolean isInSubscriberMode() {
    return respVersion == 2 && subscriptions.any();
  }

  /** Which replies it wants. On its event loop only. */
  public ReplyMode replyMode() {
    return replyMode;
  }

  /** On its event loop only. */
  public void replyMode(ReplyMode mode) {
    replyMode = mode;
  }

  /**
   * Gives up name, user, database, protocol and modes, as {@code RESET} wants it; the library's
   * name and what a program keeps stay. Whether it has to log in again is the caller's to decide.
   */
  public void reset() {
    name = "";
    user = ClientUser.DEFAULT;
    database = 0;
    respVersion = 2;
    exemptFromEviction = false;
    replyMode = ReplyMode.ON;
  }

  @Override
  public <T> Optional<T> get(ClientKey<T> key) {
    return Optional.ofNullable(attribute(key));
  }

  /** The same, or null: what is asked for with every command makes no object. */
  @SuppressWarnings("unchecked") // Only put() fills the array, with a value of its key's type.
  public <T> T attribute(ClientKey<T> key) {
    return (T) Attributes.get(attributes, key);
  }

  @Override
  public synchronized <T> void put(ClientKey<T> key, T value) {
    Objects.requireNonNull(value, "value");
    attributes = Attributes.with(attributes, key, value);
  }

  @Override
  public synchronized void remove(ClientKey<?> key) {
    attributes = Attributes.without(attributes, key);
  }

  @Override
  public void push(Reply message) {
    push(ClientMessage.of(message));
  }

  /** Sends a message, as {@link #push(Reply)} does, if it is still wanted when it would leave. */
  public void push(ClientMessage message) {
    link.push(message);
  }

  /** Runs an action on its event loop, after what runs there now; also when it has left. */
  public void execute(Runnable action) {
    link.execute(action);
  }

  /** What carries its replies. */
  public ClientLink link() {
    return link;
  }

  /** Where it stands. */
  public ClientState state() {
    return state;
  }

  @Override
  public boolean isClosing() {
    return state != ClientState.SERVING;
  }

  /** Why it is closing; meaningful once it does. The first reason stays. */
  public CloseReason closeReason() {
    return closeReason;
  }

  /**
   * Moves it forward. The one place where the state changes.
   *
   * @return whether it was not there or beyond already
   */
  public synchronized boolean move(ClientState next, CloseReason reason) {
    if (next.compareTo(state) <= 0) {
      return false;
    }
    if (state == ClientState.SERVING) {
      closeReason = reason; // before the state: who sees that also sees the reason
    }
    state = next;
    return true;
  }

  @Override
  public void close() {
    close(CloseReason.CLOSED_BY_PROGRAM);
  }

  /**
   * Closes it for a reason, see {@link #close()}.
   *
   * @return whether this call was the first that did
   */
  public boolean close(CloseReason reason) {
    boolean first = move(ClientState.CLOSING, reason);
    link.close(reason);
    return first;
  }

  @Override
  public String toString() {
    return "id=" + id + " addr=" + addresses.remote();
  }
}
