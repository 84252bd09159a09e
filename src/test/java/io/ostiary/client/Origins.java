package io.ostiary.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Origins as CLIENT LIST shows them, for tests that need one. */
public final class Origins {

  private Origins() {}

  /** An origin of two addresses such as {@code 10.0.0.1:1} and {@code [::1]:6379}. */
  public static Origin of(String remote, String local, int descriptor) {
    return Origin.of(address(remote), address(local), descriptor);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    byte[] host = NetUtil.createByteArrayFromIpAddressString(text.substring(0, colon));
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
