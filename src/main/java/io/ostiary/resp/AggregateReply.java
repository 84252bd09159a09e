package io.ostiary.resp;

import java.util.List;

/** Several replies as one; see {@link Reply#array}, {@link Reply#map}, {@link Reply#push}. */
public record AggregateReply(Kind kind, List<? extends Reply> elements) implements Reply {

  /** Copies the elements, and refuses those that cannot stand in an aggregate. */
  public AggregateReply {
    elements = List.copyOf(elements);
    for (Reply element : elements) {
      if (!SequenceReply.isThere(element)
          || element instanceof SequenceReply
          || element == Reply.NONE) {
        throw new IllegalArgumentException("inside an aggregate every reply must be there");
      }
    }
    if (kind == Kind.MAP && elements.size() % 2 != 0) {
      throw new IllegalArgumentException("the last key of a map has no value");
    }
  }

  /** How the elements belong together. */
  public enum Kind {
    /** In order. */
    ARRAY('*'),
    /** In no order, each once. */
    SET('~'),
    /** Keys and values by turns. */
    MAP('%'),
    /** Not asked for. */
    PUSH('>');

    private final char resp3Type;

    Kind(char resp3Type) {
      this.resp3Type = resp3Type;
    }

    char type(int respVersion) {
      return respVersion == 2 ? '*' : resp3Type;
    }
  }

  int announcedCount(int respVersion) {
    return kind == Kind.MAP && respVersion == 3 ? elements.size() / 2 : elements.size();
  }
}
