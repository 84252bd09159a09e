package io.ostiary.listen;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One word of the {@code bind} directive.
 *
 * @param host an IPv4 or IPv6 address or a host name; {@code *} stands as 0.0.0.0, {@code ::*} as
 *     ::; or {@code fd@3} for a listening socket that was handed over
 * @param optional whether the machine may lack it (written with a {@code -} before it)
 */
public record BindAddress(String host, boolean optional) {

  static final String ANY_IPV4 = "0.0.0.0";
  static final String ANY_IPV6 = "::";

  /** Reads one word: {@code 127.0.0.1}, {@code -::1}, {@code *}, {@code -::*}, {@code example}. */
  public static BindAddress parse(String word) {
    boolean optional = word.startsWith("-");
    String host = optional ? word.substring(1) : word;
    return switch (host) {
      case "*" -> new BindAddress(ANY_IPV4, optional);
      case "::*" -> new BindAddress(ANY_IPV6, optional);
      default -> new BindAddress(host, optional);
    };
  }

  /** Whether it is no address, but a listening socket that was handed over: {@code fd@3}. */
  boolean isInherited() {
    return host.startsWith(InheritedSockets.PREFIX);
  }

  /** Reads every word. */
  public static List<BindAddress> parseAll(List<String> words) {
    return words.stream().map(BindAddress::parse).toList();
  }

  /** An address and port as people write them: {@code 127.0.0.1:6379}, {@code [::1]:6379}. */
  static String text(InetAddress address, int port) {
    return NetUtil.toSocketAddressString(new InetSocketAddress(address, port));
  }
}
