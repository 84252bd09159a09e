package io.ostiary.bench;

import java.nio.charset.StandardCharsets;

/** Requests as bytes. */
final class Words {

  private Words() {}

  static byte[] of(String... words) {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return request.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
