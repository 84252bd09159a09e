package io.ostiary.client;

import io.netty.util.NetUtil;
import io.ostiary.net.PeerAddress;

/** Addresses of connections for tests. */
public final class Ends {

  private Ends() {}

  /** From texts such as {@code 10.0.0.1:1} and {@code [::1]:6379}. */
  public static Addresses of(String remote, String local, int descriptor) {
    return new Addresses(address(remote), address(local), descriptor);
  }

  private static PeerAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replace("[", "").replace("]", "");
    return PeerAddress.of(
        NetUtil.createByteArrayFromIpAddressString(host),
        Integer.parseInt(text.substring(colon + 1)));
  }
}
