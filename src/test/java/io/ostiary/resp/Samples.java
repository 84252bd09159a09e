package io.ostiary.resp;

import java.util.List;

/** Well-formed and malformed input with the expected result. */
final class Samples {

  private Samples() {}

  record Good(String wire, List<List<String>> requests) {

    Good(String wire, String... words) {
      this(wire, List.of(List.of(words)));
    }

    @Override
    public String toString() {
      return visible(wire);
    }
  }

  record Bad(String wire, String error) {
    @Override
    public String toString() {
      return visible(wire);
    }
  }

  private static String visible(String wire) {
    String start = wire.substring(0, Math.min(60, wire.length()));
    return start.replace("\r", "\\r").replace("\n", "\\n");
  }

  static List<Good> good() {
    return List.of(
        new Good("*1\r\n$4\r\nPING\r\n", "PING"),
        new Good("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", "ECHO", ""),
        new Good("*2\r\n$4\r\nECHO\r\n$4\r\n\r\n\0\u00ff\r\n", "ECHO", "\r\n\0\u00ff"),
        new Good("*2\r\n$4\r\nECHO\r\n$12\r\n*1\r\n$4\r\nPING\r\n", "ECHO", "*1\r\n$4\r\nPING"),
        new Good("*1\r*$4\r*PINGxy", "PING"), // CR and LF are not checked
        new Good(
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\nPING\r\n*1\r\n$4\r\nQUIT\r\n",
            List.of(List.of("SET", "k", "v"), List.of("PING"), List.of("QUIT"))),
        new Good("*0\r\n*-1\r\n*-9223372036854775808\r\n*1\r\n$4\r\nPING\r\n", "PING"),
        new Good("\r\n\n   \t \r\nPING\r\n", "PING"),
        new Good("*2\r\n$1\r\na\r\n$0\r\n\r\n", "a", ""), // ends in less than eight bytes
        new Good("*0\r\n", List.of()),
        new Good("\r\n", List.of()),
        new Good(" \n", List.of()),
        new Good("PING\n", "PING"),
        new Good("PING \r\n", "PING"),
        new Good("  set\tkey   value  \r\n", "set", "key", "value"),
        new Good("ECHO \"a b\" 'c d' \"\" ''\r\n", "ECHO", "a b", "c d", "", ""),
        new Good("ECHO \"\\n\\r\\t\\b\\a\\\\\\\"\\q\"\r\n", "ECHO", "\n\r\t\b\u0007\\\"q"),
        new Good("ECHO \"\\x41\\xfF\\xg1\\x4\"\r\n", "ECHO", "A\u00ffxg1x4"),
        new Good("ECHO 'it\\'s \\n \"'\r\n", "ECHO", "it's \\n \""),
        new Good("ECHO ab\"c d\" e'f'\n", "ECHO", "abc d", "ef"),
        new Good("ECHO a\\nb \\\r\n", "ECHO", "a\\nb", "\\"),
        new Good("ECHO \"a\"\u000b\fb\u000bc\r\n", "ECHO", "a", "b\u000bc"),
        new Good("a\rb\r\r\n", "a", "b"),
        new Good("$4\r\n", "$4"),
        new Good("x".repeat(65_536) + "\n", "x".repeat(65_536)));
  }

  static List<Bad> bad() {
    return List.of(
        new Bad("ECHO \"a\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("ECHO \"a\\\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("ECHO 'a\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("ECHO 'a\\'\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("ECHO \"a\"b\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("ECHO 'a'b\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("ECHO \"\r\n", "Protocol error: unbalanced quotes in request"),
        new Bad("x".repeat(65_537), "Protocol error: too big inline request"),
        new Bad("*" + "1".repeat(65_536), "Protocol error: too big mbulk count string"),
        new Bad("*\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*x\r\n", "Protocol error: invalid multibulk length"),
        new Bad("* 1\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*+1\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*01\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*-0\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*-\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*1x\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*2147483648\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*9223372036854775808\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*-9223372036854775809\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*1\r\n$" + "1".repeat(65_536), "Protocol error: too big bulk count string"),
        new Bad("*1\r\nPING\r\n", "Protocol error: expected '$', got 'P'"),
        new Bad("*1\r\n*1\r\n", "Protocol error: expected '$', got '*'"),
        new Bad("*1\r\n\r\n", "Protocol error: expected '$', got ' '"),
        new Bad("*1\r\n\n\r\n", "Protocol error: expected '$', got ' '"),
        new Bad("*2\r\n$4\r\nECHO\r\n:1\r\n", "Protocol error: expected '$', got ':'"),
        new Bad("*1\r\n$\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$x\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$-1\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$04\r\nPING\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$00\r\n\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$0004\r\nPING\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$4\n\r\nPING\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$4 \r\nPING\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$536870913\r\n", "Protocol error: invalid bulk length"),
        new Bad("*1\r\n$9223372036854775807\r\n", "Protocol error: invalid bulk length"));
  }

  /** Errors of clients that are not authenticated. */
  static List<Bad> badBeforeLogin() {
    return List.of(
        new Bad("*11\r\n", "Protocol error: unauthenticated multibulk length"),
        new Bad("*2147483648\r\n", "Protocol error: invalid multibulk length"),
        new Bad("*1\r\n$16385\r\n", "Protocol error: unauthenticated bulk length"),
        new Bad("*1\r\n$536870913\r\n", "Protocol error: invalid bulk length"));
  }
}
