package io.ostiary.listen;

import io.ostiary.listen.ListenerSpec.Families;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes listener specs of the words of {@code bind}. Where a socket on "any address" of one family
 * takes the other's peers too, it judges by the resolved addresses, however they are spelled.
 * Looking up names blocks: on a worker only.
 */
final class AddressPlan {

  private static final Logger log = LoggerFactory.getLogger(AddressPlan.class);

  /** One word's listeners: the first whose address this machine has is taken. */
  record Candidates(List<ListenerSpec> specs, boolean optional) {}

  /** One word and what its name stands for. */
  private record Resolved(List<InetAddress> addresses, boolean optional) {}

  private final ListenPlan plan;
  private final boolean separateFamilies;
  private final boolean isIpv6Here = isIpv6Here();

  /**
   * Plans for a transport.
   *
   * @param separateFamilies whether an IPv6 socket can be told to leave IPv4 alone, where it is for
   *     plain TCP
   */
  AddressPlan(ListenPlan plan, boolean separateFamilies) {
    this.plan = plan;
    this.separateFamilies = separateFamilies;
  }

  /** Also false where the JVM was told to leave IPv6 alone (java.net.preferIPv4Stack). */
  private static boolean isIpv6Here() {
    try {
      ServerSocketChannel.open(StandardProtocolFamily.INET6).close();
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }

  /**
   * All that is to be opened, in order.
   *
   * @throws ListenException if a name is unknown that is not optional
   */
  List<Candidates> candidates() {
    List<Candidates> all = new ArrayList<>();
    for (ListenPlan.TcpPort port : plan.tcp()) {
      addCandidates(port, all);
      addInherited(port, all);
    }
    plan.unix().forEach(unix -> all.add(new Candidates(List.of(unix), false)));
    return all;
  }

  private static void addInherited(ListenPlan.TcpPort port, List<Candidates> all) {
    InheritedSockets sockets = InheritedSockets.ofThisProcess();
    port.addresses().stream()
        .filter(BindAddress::isInherited)
        .map(word -> sockets.descriptor(word.host()))
        .map(found -> new ListenerSpec.Inherited(port.profile(), found, port.backlog()))
        .forEach(spec -> all.add(new Candidates(List.of(spec), false)));
  }

  private void addCandidates(ListenPlan.TcpPort port, List<Candidates> all) {
    List<Resolved> words =
        port.addresses().stream()
            .filter(word -> !word.isInherited())
            .flatMap(word -> resolve(word).stream())
            .toList();
    boolean anyTakesBoth = isIpv6Here && !(separateFamilies && port.profile().isPlain());
    boolean both =
        anyTakesBoth
            && words.stream().anyMatch(word -> isAny(word, Inet4Address.class))
            && words.stream().anyMatch(word -> isAny(word, Inet6Address.class));
    boolean anyIsThere = false;
    for (Resolved word : words) {
      boolean isAny = isAny(word, InetAddress.class);
      if (both && isAny && anyIsThere) {
        continue; // The socket on the other family's "any" takes these peers too.
      }
      anyIsThere |= isAny;
      all.add(candidates(port, word, anyTakesBoth, both));
    }
  }

  private List<Resolved> resolve(BindAddress word) {
    try {
      List<InetAddress> addresses = List.of(InetAddress.getAllByName(word.host()));
      return List.of(new Resolved(addresses, word.optional()));
    } catch (UnknownHostException e) {
      if (word.optional()) {
        log.warn("Not listening on {}, which is optional: no such host", word.host());
        return List.of();
      }
      throw new ListenException(
          "cannot listen on "
              + word.host()
              + ": no such host; bind takes IPv4 and IPv6 addresses and host names,"
              + " for example: bind 127.0.0.1 ::1",
          e);
    }
  }

  private static boolean isAny(Resolved word, Class<? extends InetAddress> family) {
    InetAddress first = word.addresses().get(0);
    return first.isAnyLocalAddress() && family.isInstance(first);
  }

  private static Candidates candidates(
      ListenPlan.TcpPort port, Resolved word, boolean anyTakesBoth, boolean both) {
    List<ListenerSpec> specs = new ArrayList<>();
    for (InetAddress address : word.addresses()) {
      boolean takesBoth = anyTakesBoth && address.isAnyLocalAddress();
      Families families = takesBoth ? families(address, both) : Families.AS_BOUND;
      specs.add(
          new ListenerSpec.Tcp(port.profile(), address, families, port.port(), port.backlog()));
    }
    return new Candidates(specs, word.optional());
  }

  private static Families families(InetAddress address, boolean both) {
    if (both) {
      return Families.BOTH;
    }
    return address instanceof Inet4Address ? Families.IPV4 : Families.IPV6;
  }
}
