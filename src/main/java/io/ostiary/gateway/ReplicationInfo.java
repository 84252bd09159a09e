package io.ostiary.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server says of its replicas in INFO's section about replication.
 *
 * @param history names what it replicates; another one's offsets mean something else
 * @param offset of what it has written
 * @param replicas those that are connected and in step
 */
record ReplicationInfo(String history, long offset, List<Replica> replicas) {

  /**
   * A replica.
   *
   * @param host where others reach it, by its own word
   * @param offset up to which it has confirmed to have all
   */
  record Replica(String host, int port, long offset) {}

  /** From the section's text; other text tells of none. */
  static ReplicationInfo of(String text) {
    Map<String, String> fields = fields(text, "\\R", ":");
    List<Replica> replicas = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          Map<String, String> about = fields(value, ",", "=");
          if (name.matches("slave\\d+") && about.getOrDefault("state", "").equals("online")) {
            replicas.add(
                new Replica(
                    about.getOrDefault("ip", ""),
                    (int) number(about.get("port")),
                    number(about.get("offset"))));
          }
        });
    return new ReplicationInfo(
        fields.getOrDefault("master_replid", ""),
        number(fields.get("master_repl_offset")),
        List.copyOf(replicas));
  }

  private static Map<String, String> fields(String text, String separator, String assigns) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(separator, -1)) {
      int at = field.indexOf(assigns);
      if (at > 0) {
        fields.put(field.substring(0, at), field.substring(at + 1));
      }
    }
    return fields;
  }

  private static long number(String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
