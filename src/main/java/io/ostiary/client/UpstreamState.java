package io.ostiary.client;

/**
 * How a client's commands reach a server behind this one, as CLIENT LIST shows it. Immutable.
 *
 * @param use {@code shared}, {@code pinned}, or empty where no server is behind
 * @param reason why it has a connection of its own; empty if it has none
 * @param flag the letter among the client's flags, a space for none
 */
public record UpstreamState(String use, String reason, char flag) {

  /** There is no other server, or nothing was asked of it yet. */
  public static final UpstreamState NONE = new UpstreamState("", "", ' ');

  /** Over a connection of many. */
  public static final UpstreamState SHARED = new UpstreamState("shared", "", ' ');

  /** The flag of a replica. */
  public static final char REPLICA = 'S';

  /** Over a connection of its own. */
  public static UpstreamState pinned(String reason, char flag) {
    return new UpstreamState("pinned", reason, flag);
  }

  boolean hasFlag() {
    return flag != ' ';
  }
}
