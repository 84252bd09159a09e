package io.ostiary.settings;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * A password: bytes, which need not be text. Immutable and safe for any thread. Its text shows
 * nothing, so it may get into a log by mistake.
 */
public final class Secret {

  /** No password. */
  public static final Secret NONE = new Secret(new byte[0]);

  private static final String BASE64 = "base64";

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret of these bytes. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** A secret of the bytes of this text in UTF-8. */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A secret that JSON has as an object, because it is no text: {@code {"base64": "//4="}}.
   *
   * @throws IllegalArgumentException for any other object
   */
  public static Secret ofJson(JsonObject json) {
    if (json.size() == 1 && json.getValue(BASE64) instanceof String encoded) {
      return new Secret(Base64.getDecoder().decode(encoded));
    }
    throw new IllegalArgumentException("a secret that is no text is an object of base64 alone");
  }

  /** It as JSON has it: a string if it is text, else the object that {@link #ofJson} reads. */
  Object toJson() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Secret.of(text).equals(this)
        ? text
        : new JsonObject().put(BASE64, Base64.getEncoder().encodeToString(bytes));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Whether it is of these bytes; how long that takes tells nothing of where they differ. */
  public boolean matches(byte[] candidate) {
    return MessageDigest.isEqual(bytes, candidate);
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Compares in constant time, as {@link #matches} does. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Stars, however long it is. */
  @Override
  public String toString() {
    return "***";
  }
}
