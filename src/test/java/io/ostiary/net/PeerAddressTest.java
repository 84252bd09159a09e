package io.ostiary.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {

  private static PeerAddress address(String host) {
    return PeerAddress.of(NetUtil.createByteArrayFromIpAddressString(host), 6379);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:6379",
    "255.0.10.200, 255.0.10.200:6379",
    "::1, [::1]:6379",
    "::, [::]:6379",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:6379",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:6379",
    "fe80::a0:0:0, [fe80::a0:0:0]:6379",
    "1:0:0:0:0:0:0:0, [1::]:6379"
  })
  void writesAddressesAsRedisDoes(String host, String text) {
    assertThat(address(host)).hasToString(text);
  }

  @Test
  void foldsIpv4InIpv6ToIpv4() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 7};
    assertThat(PeerAddress.of(mapped, 65_535))
        .hasToString("10.0.0.7:65535")
        .isEqualTo(PeerAddress.of(new byte[] {10, 0, 0, 7}, 65_535))
        .matches(PeerAddress::isIpv4);
  }

  @Property
  void writesEveryIpv6AddressAsNettyDoes(
      @ForAll @Size(8) @IntRange(max = 2) int[] groups, @ForAll @IntRange(max = 65_535) int port)
      throws UnknownHostException {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[2 * i] = (byte) (groups[i] == 2 ? 0xa5 : 0);
      bytes[2 * i + 1] = (byte) groups[i];
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    assertThat(PeerAddress.of(address)).hasToString(NetUtil.toSocketAddressString(address));
  }

  @Property
  void writesEveryPort(@ForAll @IntRange(max = 65_535) int port) {
    assertThat(PeerAddress.of(new byte[] {1, 2, 3, 4}, port)).hasToString("1.2.3.4:" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"})
  void callsTheLoopbackNetworkLocal(String host) {
    assertThat(address(host).isLocal()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"128.0.0.1", "10.0.0.1", "::", "::2", "1::1", "::ffff:10.0.0.1", "::7f00:1"})
  void callsNoOtherAddressLocal(String host) {
    assertThat(address(host).isLocal()).isFalse();
  }

  @Test
  void writesUnixSocketsAsRedisDoes() {
    PeerAddress unix = PeerAddress.unix("/run/ostiäry.sock");
    assertThat(unix).hasToString("/run/ostiäry.sock:0");
    assertThat(unix.isLocal()).isTrue();
    assertThat(unix.isUnix()).isTrue();
    assertThat(unix.port()).isZero();
  }

  @Test
  void saysWhenTheSystemDoesNotKnowAnyMoreAsRedisDoes() {
    assertThat(PeerAddress.unknown()).hasToString("?:0");
    assertThat(PeerAddress.unknown().isLocal()).isFalse();
    assertThat(PeerAddress.of(null)).isSameAs(PeerAddress.unknown());
    assertThat(PeerAddress.of(new DomainSocketAddress("/x"))).isSameAs(PeerAddress.unknown());
    assertThat(PeerAddress.of(InetSocketAddress.createUnresolved("example", 1)))
        .isSameAs(PeerAddress.unknown());
  }

  @Test
  void refusesBytesThatAreNoAddress() {
    assertThatThrownBy(() -> PeerAddress.of(new byte[5], 1)).hasMessageContaining("4 or 16");
  }
}
