package io.ostiary.net;

/** An end of a connection that the system could not tell any more: {@code ?:0}. */
enum UnknownAddress implements PeerAddress {
  INSTANCE;

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public int port() {
    return 0;
  }

  @Override
  public String host() {
    return "?";
  }

  @Override
  public int mostTextBytes() {
    return 3;
  }

  @Override
  public int writeTo(byte[] target, int at) {
    target[at] = '?';
    target[at + 1] = ':';
    target[at + 2] = '0';
    return at + 3;
  }

  @Override
  public String toString() {
    return text();
  }
}
