package io.ostiary.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  static PeerAddress address(String host) {
    return PeerAddress.of(NetUtil.createByteArrayFromIpAddressString(host), 6379);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
    "192.0.2.7, 192.0.2.7, 192.0.2.6",
    "192.0.2.4/30, 192.0.2.7, 192.0.2.8",
    "128.0.0.0/1, 255.0.0.1, 127.255.255.255",
    "0.0.0.0/0, 203.0.113.9, ::1",
    "::/0, 2001:db8::1, 203.0.113.9",
    "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
    "2001:db8:1:2::/64, 2001:db8:1:2:ffff::, 2001:db8:1:3::",
    "2001:db8::8/125, 2001:db8::f, 2001:db8::10",
    "::1, ::1, ::2",
    "::ffff:10.0.0.0/104, 10.1.2.3, 11.0.0.0",
    "::ffff:0:0/96, 10.1.2.3, ::1"
  })
  void holdsTheAddressesThatBeginAsItDoes(String network, String inside, String outside) {
    assertThat(Cidr.parse(network).contains(address(inside))).isTrue();
    assertThat(Cidr.parse(network).contains(address(outside))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "192.0.2.7/32, 192.0.2.7",
    "2001:DB8:0:0::/32, 2001:db8::/32",
    "::1/128, ::1",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "0.0.0.0/0, 0.0.0.0/0"
  })
  void isWrittenInTheShortestForm(String written, String shown) {
    assertThat(Cidr.parse(written)).hasToString(shown).isEqualTo(Cidr.parse(shown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "local",
        "10.0.0",
        "10.0.0.0.0",
        "256.0.0.1",
        "010.0.0.1",
        "1.2.3.4%eth0",
        "fe80::1%eth0",
        "[::1]",
        "1:2:3",
        ":::",
        "12345::",
        "::1::",
        "10.0.0.1:6379"
      })
  void refusesWhatBeginsWithNoAddress(String written) {
    assertThatThrownBy(() -> Cidr.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + written + "' is no network: it begins with no IPv4 or IPv6 address");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/33, 32",
    "10.0.0.0/-1, 32",
    "10.0.0.0/, 32",
    "10.0.0.0/08, 32",
    "::/129, 128",
    "::/64/3, 128",
    "10.0.0.0/255.0.0.0, 32",
    "::/99999999999, 128"
  })
  void refusesALengthThatTheFamilyDoesNotHave(String written, int most) {
    assertThatThrownBy(() -> Cidr.parse(written))
        .hasMessage(
            "'" + written + "' is no network: after the / stands a number from 0 to " + most);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, 8, 10.0.0.0/8",
    "192.0.2.7/0, 0, 0.0.0.0/0",
    "2001:db8::1/32, 32, 2001:db8::/32",
    "::1/127, 127, ::/127",
    "::ffff:10.0.0.1/104, 8, 10.0.0.0/8"
  })
  void refusesBitsBeyondTheLengthAndTellsTheNetwork(String written, int length, String right) {
    assertThatThrownBy(() -> Cidr.parse(written))
        .hasMessage(
            "'" + written + "' has bits beyond its first " + length + ": the network is " + right);
  }

  @Test
  void refusesANetworkThatIsPartlyIpv4() {
    assertThatThrownBy(() -> Cidr.parse("::ffff:0.0.0.0/95"))
        .hasMessageContaining("write each as a network of its own");
  }

  @Test
  void isNoPlaceForWhatHasNoAddress() {
    assertThat(Cidr.parse("::/0").contains(PeerAddress.unix("/run/o.sock"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(PeerAddress.unknown())).isFalse();
    assertThat(Cidr.of(PeerAddress.unix("/run/o.sock"), 64)).isEmpty();
    assertThat(Cidr.of(PeerAddress.unknown(), 64)).isEmpty();
  }

  @Test
  void ofAPeerIsItsIpv4AddressOrItsIpv6Network() {
    assertThat(Cidr.of(address("10.1.2.3"), 64)).contains(Cidr.parse("10.1.2.3"));
    assertThat(Cidr.of(address("2001:db8:1:2:3:4:5:6"), 64))
        .contains(Cidr.parse("2001:db8:1:2::/64"));
    assertThat(Cidr.of(address("2001:db8:1:2:3:4:5:6"), 128))
        .contains(Cidr.parse("2001:db8:1:2:3:4:5:6"));
  }

  @Property
  void readsWhatItWrites(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int length) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    Cidr network = Cidr.of(PeerAddress.of(bytes, 1), length).orElseThrow();
    assertThat(Cidr.parse(network.toString())).isEqualTo(network);
    assertThat(network.contains(PeerAddress.of(bytes, 2))).isTrue();
  }
}
