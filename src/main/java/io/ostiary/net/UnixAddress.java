package io.ostiary.net;

import java.nio.charset.StandardCharsets;

/** A unix socket, by the path that its server listens on: its clients have no name of their own. */
record UnixAddress(String path) implements PeerAddress {

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public int port() {
    return 0;
  }

  @Override
  public String host() {
    return path;
  }

  @Override
  public int mostTextBytes() {
    return path.length() * 3 + 2; // a char is at most three bytes of UTF-8
  }

  @Override
  public int writeTo(byte[] target, int at) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, target, at, bytes.length);
    int end = at + bytes.length;
    target[end] = ':';
    target[end + 1] = '0';
    return end + 2;
  }

  @Override
  public String toString() {
    return text();
  }
}
