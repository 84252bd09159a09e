package io.ostiary.listen.netserver;

import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.NetUtil;
import io.ostiary.net.PeerAddress;

/** Whom a header of the PROXY protocol names as the peer. */
final class ProxiedPeer {

  private ProxiedPeer() {}

  /**
   * The peer to judge. The proxy itself where the header names nobody (its own health checks,
   * {@code LOCAL} and {@code UNKNOWN}), and where it names somebody of its own machine: a loopback
   * address or a unix socket of another machine is not of this one.
   *
   * @throws IllegalArgumentException if it is not about a stream, or no address
   */
  static PeerAddress of(HAProxyMessage header, PeerAddress proxy) {
    if (header.command() == HAProxyCommand.LOCAL) {
      return proxy;
    }
    if (header.proxiedProtocol().transportProtocol() == TransportProtocol.DGRAM) {
      throw new IllegalArgumentException("not a stream");
    }
    return switch (header.proxiedProtocol().addressFamily()) {
      case AF_IPv4, AF_IPv6 -> seenFromHere(address(header), proxy);
      case AF_UNIX, AF_UNSPEC -> proxy;
    };
  }

  private static PeerAddress seenFromHere(PeerAddress peer, PeerAddress proxy) {
    return peer.isLocal() && !proxy.isLocal() ? proxy : peer;
  }

  private static PeerAddress address(HAProxyMessage header) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
    if (address == null) {
      throw new IllegalArgumentException("no address");
    }
    return PeerAddress.of(address, header.sourcePort());
  }
}
