package io.ostiary.resp;

/** Replies that are always the same, ready as bytes. */
enum ConstantReply implements Reply {
  /** {@link Reply#OK}. */
  OK("+OK\r\n"),
  /** {@link Reply#PONG}. */
  PONG("+PONG\r\n"),
  /** {@link Reply#NULL}. */
  NULL("$-1\r\n", "_\r\n"),
  /** {@link Reply#NULL_ARRAY}. */
  NULL_ARRAY("*-1\r\n", "_\r\n"),
  /** {@link Reply#NONE}. */
  NONE(""),
  /** {@link Reply#FORWARDED}. */
  FORWARDED(""),
  /** {@link Reply#EMPTY_ARRAY}. */
  EMPTY_ARRAY("*0\r\n"),
  /** {@link Reply#ZERO}. */
  ZERO(":0\r\n"),
  /** {@link Reply#ONE}. */
  ONE(":1\r\n");

  private final long resp2;
  private final long resp3;

  ConstantReply(String wire) {
    this(wire, wire);
  }

  ConstantReply(String resp2, String resp3) {
    this.resp2 = ShortBytes.of(resp2);
    this.resp3 = ShortBytes.of(resp3);
  }

  /** As {@link ShortBytes}. */
  long wire(int respVersion) {
    return respVersion == 2 ? resp2 : resp3;
  }
}
