package io.ostiary.client;

/**
 * One connection, as commands see it. Its setters are called on the client's own event loop only,
 * the one that runs its commands; everything can be read from any thread, and {@link
 * #close(CloseReason)} can be called from any thread.
 */
public final class Client {

  /** The one user there is until there are more. */
  static final String DEFAULT_USER = "default";

  private final long id;
  private final Addresses addresses;
  private final long createdMillis;
  private final Activity traffic;
  private final Closer closer;

  // Changed a few times in a connection's life, so a volatile write each costs nothing that counts.
  private volatile String name = "";
  private volatile String libraryName = "";
  private volatile String libraryVersion = "";
  private volatile int database;
  private volatile int respVersion = 2;
  private volatile boolean authenticated;
  private volatile boolean exemptFromEviction;
  private volatile boolean leaving;

  // Asked for with every command, and by the client's event loop only.
  private ReplyMode replyMode = ReplyMode.ON;

  Client(long id, Addresses addresses, boolean authenticated, long nowMillis, Closer closer) {
    this.id = id;
    this.addresses = addresses;
    this.authenticated = authenticated;
    this.createdMillis = nowMillis;
    this.traffic = new Activity(nowMillis);
    this.closer = closer;
  }

  /** A number of its own, never given to another client of this server. */
  public long id() {
    return id;
  }

  /** Both ends of its connection. */
  public Addresses addresses() {
    return addresses;
  }

  /** When it was admitted, in milliseconds since the epoch. */
  public long createdMillis() {
    return createdMillis;
  }

  /** What it has done so far. */
  public Activity traffic() {
    return traffic;
  }

  /** The name it gave itself, empty without one. */
  public String name() {
    return name;
  }

  /** Names the client; an empty name removes it. The caller has checked the characters. */
  public void rename(String newName) {
    name = newName;
  }

  /** The library it said it uses, empty if it did not. */
  public String libraryName() {
    return libraryName;
  }

  /** Notes the library; the caller has checked the characters. */
  public void libraryName(String value) {
    libraryName = value;
  }

  /** The version of that library, empty if it did not say. */
  public String libraryVersion() {
    return libraryVersion;
  }

  /** Notes the library's version; the caller has checked the characters. */
  public void libraryVersion(String value) {
    libraryVersion = value;
  }

  /** The database it selected, 0 at first. */
  public int database() {
    return database;
  }

  /** Selects a database; the caller has checked that it exists. */
  public void select(int index) {
    database = index;
  }

  /** 2 or 3. */
  public int respVersion() {
    return respVersion;
  }

  /** Switches the protocol of replies, from this command's own reply on. */
  public void respVersion(int version) {
    respVersion = version;
  }

  /** Whether it gave a password, or came in when none was asked for. */
  public boolean isAuthenticated() {
    return authenticated;
  }

  /** Lets it in past the password, or asks for one again. */
  public void authenticated(boolean value) {
    authenticated = value;
  }

  /** The user it acts as. */
  public String user() {
    return DEFAULT_USER;
  }

  /** Whether CLIENT NO-EVICT is on. */
  public boolean isExemptFromEviction() {
    return exemptFromEviction;
  }

  /** What CLIENT NO-EVICT sets. */
  public void exemptFromEviction(boolean value) {
    exemptFromEviction = value;
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
   * Sees the client out, from any thread. A command that closes its own client is still answered;
   * commands that were pipelined behind it do not run.
   */
  public void close(CloseReason reason) {
    leaving = true;
    closer.close(reason);
  }

  /** Whether its close has begun. */
  public boolean isLeaving() {
    return leaving;
  }

  /**
   * Back to what it was when it came in: {@code RESET}. Authentication is the caller's to decide.
   */
  public void reset() {
    name = "";
    database = 0;
    respVersion = 2;
    exemptFromEviction = false;
    replyMode = ReplyMode.ON;
  }

  @Override
  public String toString() {
    return "id=" + id + " addr=" + addresses.remote();
  }
}
