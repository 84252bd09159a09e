package io.ostiary.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CidrSetTest {

  private static PeerAddress address(String host) {
    return CidrTest.address(host);
  }

  private static CidrSet set(String... words) {
    return CidrSet.parse(List.of(words));
  }

  @Test
  void holdsWhatOneOfItsNetworksHolds() {
    CidrSet set = set("2001:db8::/32", "10.0.0.0/8", "192.0.2.7", "::1");

    for (String inside : List.of("10.0.0.0", "10.255.255.255", "192.0.2.7", "::1", "2001:db8::9")) {
      assertThat(set.contains(address(inside))).as(inside).isTrue();
    }
    for (String outside :
        List.of("9.255.255.255", "11.0.0.0", "192.0.2.6", "192.0.2.8", "::", "::2", "2001:db9::")) {
      assertThat(set.contains(address(outside))).as(outside).isFalse();
    }
    assertThat(set.contains(PeerAddress.unix("/run/o.sock"))).isFalse();
    assertThat(set.contains(PeerAddress.unknown())).isFalse();
  }

  @Test
  void emptyHoldsNothing() {
    assertThat(CidrSet.EMPTY.isEmpty()).isTrue();
    assertThat(CidrSet.EMPTY.contains(address("10.0.0.1"))).isFalse();
    assertThat(CidrSet.EMPTY.contains(address("::1"))).isFalse();
    assertThat(CidrSet.EMPTY).hasToString("").isEqualTo(set());
  }

  @Test
  void allOfOneFamilyIsNothingOfTheOther() {
    assertThat(set("0.0.0.0/0").contains(address("::1"))).isFalse();
    assertThat(set("::/0").contains(address("127.0.0.1"))).isFalse();
    assertThat(set("::/0", "0.0.0.0/0").contains(address("127.0.0.1"))).isTrue();
  }

  @Test
  void isTheSameInWhateverOrderAndHoweverOftenANetworkIsGiven() {
    CidrSet once = set("10.0.0.0/8", "::1");
    assertThat(set("::1", "10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0"))
        .isEqualTo(once)
        .hasSameHashCodeAs(once)
        .hasToString("10.0.0.0/8 ::1");
    assertThat(once).isNotEqualTo(set("10.0.0.0/9", "::1"));
    assertThat(set("10.0.0.0/8").plus(set("::1", "10.2.0.0/16"))).isEqualTo(once);
  }

  @Test
  void tellsWhichWordIsWrong() {
    assertThatThrownBy(() -> set("10.0.0.0/8", "10.0.0.9/8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'10.0.0.9/8' has bits beyond its first 8: the network is 10.0.0.0/8");
  }

  @RepeatedTest(50)
  void answersAsOneByOneWould(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Cidr> networks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Of few bits, so that they lie within and beside each other.
      networks.add(Cidr.of(near(random), 108 + random.nextInt(21)).orElseThrow());
    }
    Collections.shuffle(networks, random);
    CidrSet set = CidrSet.of(networks);
    for (int i = 0; i < 2000; i++) {
      PeerAddress asked = near(random);
      boolean oneByOne = networks.stream().anyMatch(network -> network.contains(asked));
      assertThat(set.contains(asked)).as("%s in %s", asked, set).isEqualTo(oneByOne);
    }
  }

  /** Of IPv4 or IPv6, in one of a few thousand places. */
  private static PeerAddress near(Random random) {
    byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
    bytes[0] = (byte) (bytes.length == 4 ? 200 : 0x20);
    bytes[bytes.length - 2] = (byte) random.nextInt(16);
    bytes[bytes.length - 1] = (byte) random.nextInt(256);
    return PeerAddress.of(bytes, 1);
  }
}
