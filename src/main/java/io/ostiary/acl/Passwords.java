package io.ostiary.acl;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The passwords of a user, as their SHA-256 alone. Immutable. */
final class Passwords {

  static final Passwords NONE = new Passwords(List.of());

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final List<String> hashes;

  private Passwords(List<String> hashes) {
    this.hashes = hashes;
  }

  static String hash(byte[] password) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  static String checked(String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw RuleException.wrongHash();
    }
    return hash;
  }

  Passwords with(String hash) {
    if (hashes.contains(hash)) {
      return this;
    }
    List<String> changed = new ArrayList<>(hashes);
    changed.add(hash);
    return new Passwords(List.copyOf(changed));
  }

  Passwords without(String hash) {
    List<String> changed = new ArrayList<>(hashes);
    if (!changed.remove(hash)) {
      throw RuleException.noSuchPassword();
    }
    return new Passwords(List.copyOf(changed));
  }

  /** Whether one is of this hash; how long that takes tells nothing of them. */
  boolean match(String candidate) {
    byte[] wanted = Latin.bytes(candidate);
    boolean found = false;
    for (String hash : hashes) {
      found |= MessageDigest.isEqual(Latin.bytes(hash), wanted);
    }
    return found;
  }

  /** In hexadecimal digits, the oldest first. */
  List<String> hashes() {
    return hashes;
  }
}
