package io.ostiary.acl;

import io.ostiary.resp.Reply;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text with a character for each, so that rules are taken apart as text and shown byte for
 * byte: patterns and passwords need not be UTF-8.
 */
final class Latin {

  private Latin() {}

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Reply reply(String text) {
    return Reply.bulk(bytes(text));
  }

  /** The name of a user as clients have it, of one in a rule's text. */
  static String name(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }

  /** The name of a user in a rule's text. */
  static String ofName(String name) {
    return text(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it holds what no name and no pattern may hold. */
  static boolean hasSpace(String text) {
    return text.chars().anyMatch(one -> one == ' ' || one == 0 || (one >= '\t' && one <= '\r'));
  }
}
