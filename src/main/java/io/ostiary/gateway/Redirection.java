package io.ostiary.gateway;

/**
 * Where a node of a cluster says that a request belongs. Immutable.
 *
 * @param kind what it asks for
 * @param slot of the request's keys; -1 where it is not told
 * @param node where it belongs; where it came from, if that is not told
 * @param text the node's words
 */
record Redirection(Kind kind, int slot, Node node, String text) {

  /** What a node asks for. */
  enum Kind {
    /** The slot is there now. */
    MOVED,
    /** This key is there already. */
    ASK,
    /** Some of the keys have moved: it runs when all have. */
    TRY_AGAIN,
    /** The slot is not served now. */
    DOWN
  }

  /** Whether an error is one, or another that concerns slots. */
  static boolean is(String error) {
    return error.startsWith("MOVED ")
        || error.startsWith("ASK ")
        || error.startsWith("TRYAGAIN ")
        || error.startsWith("CLUSTERDOWN ");
  }

  /** What such an error says. */
  static Redirection of(String error, UpstreamConnection from) {
    String[] words = error.split(" ", -1);
    return switch (words[0]) {
      case "MOVED" -> told(Kind.MOVED, words, from, error);
      case "ASK" -> told(Kind.ASK, words, from, error);
      case "TRYAGAIN" -> new Redirection(Kind.TRY_AGAIN, -1, from.kind().node(), error);
      default -> new Redirection(Kind.DOWN, -1, from.kind().node(), error);
    };
  }

  /** A node that does not know its own address tells a port alone. */
  private static Redirection told(
      Kind kind, String[] words, UpstreamConnection from, String error) {
    int colon = words[2].lastIndexOf(':');
    String host = words[2].substring(0, colon);
    int port = Integer.parseInt(words[2].substring(colon + 1));
    Node node = new Node(host.isEmpty() ? from.server().host() : host, port);
    return new Redirection(kind, Integer.parseInt(words[1]), node, error);
  }
}
