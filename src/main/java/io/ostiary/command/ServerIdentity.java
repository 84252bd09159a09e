package io.ostiary.command;

import io.ostiary.resp.Reply;
import java.util.Map;

/** As what a server shows itself to clients that connect. Safe from any thread. */
public interface ServerIdentity {

  /** How many databases {@code SELECT} chooses from. */
  int databases();

  /**
   * What HELLO says of the server: {@code server}, {@code version}, {@code mode}, {@code role} and
   * {@code modules}.
   */
  Map<String, Reply> greeting();

  /** What it says of a server without another behind it. */
  static Map<String, Reply> greeting(String version) {
    return Map.of(
        "server", Reply.bulk("ostiary"),
        "version", Reply.bulk(version),
        "mode", Reply.bulk("standalone"),
        "role", Reply.bulk("master"),
        "modules", Reply.EMPTY_ARRAY);
  }
}
