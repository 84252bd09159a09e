package io.ostiary.client;

import io.netty.util.NetUtil;

/** Origins as CLIENT LIST shows them, for tests that need one. */
public final class Origins {

  private Origins() {}

  /** An origin of two addresses such as {@code 10.0.0.1:1} and {@code [::1]:6379}. */
  public static Origin of(String remote, String local, int descriptor) {
    return new Origin(address(remote), port(remote), address(local), port(local), descriptor);
  }

  private static byte[] address(String text) {
    return NetUtil.createByteArrayFromIpAddressString(text.substring(0, text.lastIndexOf(':')));
  }

  private static int port(String text) {
    return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
  }
}
