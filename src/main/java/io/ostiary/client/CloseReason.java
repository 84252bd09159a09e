package io.ostiary.client;

/** Why a client left. The words are those of the directive or command that made it leave. */
public enum CloseReason {
  PEER_CLOSED("closed by the client"),
  CONNECTION_LOST("connection lost"),
  QUIT("quit"),
  KILLED("client kill"),
  ACL("acl"),
  CLOSED_BY_PROGRAM("closed by the program"),
  TIMEOUT("timeout"),
  LOGIN_TIMEOUT("login-timeout"),
  AUTH_FAILURE_LIMIT("auth-failure-limit"),
  MAXCLIENTS_PER_USER("maxclients-per-user"),
  MAXCLIENTS_FULL("maxclients-full"),
  PROTOCOL_ERROR("protocol error"),
  SECURITY("possible cross-protocol attack"),
  QUERY_BUFFER_LIMIT("client-query-buffer-limit"),
  OUTPUT_BUFFER_LIMIT("client-output-buffer-limit"),
  UPSTREAM_LOST("upstream connection lost"),
  OUT_OF_MEMORY("out of memory"),
  INTERNAL_ERROR("internal error"),
  SHUTDOWN("shutdown");

  private final String words;

  CloseReason(String words) {
    this.words = words;
  }

  /** The reason as logs show it. */
  public String words() {
    return words;
  }

  /** The same as one word, as lines of fields show it. */
  public String word() {
    return words.replace(' ', '-');
  }
}
