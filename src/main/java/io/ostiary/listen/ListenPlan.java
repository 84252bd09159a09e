package io.ostiary.listen;

import io.ostiary.settings.ListenerProfile;
import java.util.List;

/**
 * Where a server is to listen, in the order of opening. Immutable.
 *
 * @param tcp its TCP ports
 * @param unix its unix sockets
 */
public record ListenPlan(List<TcpPort> tcp, List<ListenerSpec.Unix> unix) {

  /**
   * One port at some addresses.
   *
   * @param port the port of all of them, or -1 for one that the system chooses
   * @param backlog how many connections the kernel keeps waiting for each address
   */
  public record TcpPort(
      ListenerProfile profile, List<BindAddress> addresses, int port, int backlog) {}

  /** Whether some of its connections begin with a header of the PROXY protocol. */
  public boolean hasProxyProtocol() {
    return tcp.stream().anyMatch(port -> port.profile().proxyProtocol())
        || unix.stream().anyMatch(socket -> socket.profile().proxyProtocol());
  }

  /** How many sockets one instance listens on, at most. */
  public long sockets() {
    return tcp.stream().mapToLong(port -> port.addresses().size()).sum() + unix.size();
  }
}
