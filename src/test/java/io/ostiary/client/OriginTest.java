package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

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

class OriginTest {

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
  void writesAddressesAsRedisDoes(String address, String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    Origin origin = new Origin(bytes, 6379, bytes, 6379, 9);
    assertThat(origin.remote()).isEqualTo(text);
    assertThat(origin.local()).isEqualTo(text);
    assertThat(origin.descriptor()).isEqualTo(9);
  }

  @Test
  void writesIpv4InIpv6AsIpv4() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 7};
    assertThat(new Origin(mapped, 1, mapped, 65_535, -1))
        .hasToString("10.0.0.7:1 -> 10.0.0.7:65535");
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
    assertThat(new Origin(bytes, port, bytes, port, -1).remote())
        .isEqualTo(NetUtil.toSocketAddressString(address));
  }

  @Test
  void saysWhenNobodyKnowsAnyMoreAsRedisDoes() {
    assertThat(new Origin(new byte[0], 0, new byte[0], 0, 3)).hasToString("?:0 -> ?:0");
  }
}
