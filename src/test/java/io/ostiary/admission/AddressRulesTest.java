package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code deny-from} and {@code allow-from}. */
final class AddressRulesTest {

  private final LiveSettings settings = new LiveSettings(Settings.defaults());
  private final Admission admission =
      new Admission(List.of(new DenyFromRule(settings), new AllowFromRule(settings)));

  private String refusalOf(String host) {
    return refusal(PeerAddress.of(NetUtil.createByteArrayFromIpAddressString(host), 1));
  }

  private String refusal(PeerAddress address) {
    Verdict verdict = admission.judge(new Arrival(address, ListenerProfile.TCP));
    return verdict instanceof Verdict.Refused refused ? refused.reason() : "";
  }

  private void set(String directive, String value) {
    assertThat(settings.change(directive, value).succeeded()).isTrue();
  }

  @Test
  void everybodyMayComeAtFirst() {
    assertThat(refusalOf("192.0.2.7")).isEmpty();
    assertThat(refusalOf("2001:db8::7")).isEmpty();
    assertThat(refusal(PeerAddress.unknown())).isEmpty();
  }

  @Test
  void whoIsInDenyFromIsRefusedByItsName() {
    set("deny-from", "192.0.2.0/24 2001:db8::/32");
    assertThat(refusalOf("192.0.2.7")).startsWith("DENIED ").contains("deny-from");
    assertThat(refusalOf("2001:db8::7")).startsWith("DENIED ").contains("deny-from");
    assertThat(refusalOf("192.0.3.7")).isEmpty();
    assertThat(refusalOf("::1")).isEmpty();
    set("deny-from", "");
    assertThat(refusalOf("192.0.2.7")).isEmpty();
  }

  @Test
  void whoIsNotInAllowFromIsRefusedByItsName() {
    set("allow-from", "192.0.2.0/24 2001:db8::/32");
    assertThat(refusalOf("192.0.2.7")).isEmpty();
    assertThat(refusalOf("2001:db8::7")).isEmpty();
    assertThat(refusalOf("192.0.3.7")).startsWith("DENIED ").contains("allow-from");
    assertThat(refusalOf("127.0.0.1")).contains("allow-from");
    assertThat(refusalOf("::1")).contains("allow-from");
  }

  @Test
  void denyFromIsAskedFirst() {
    set("allow-from", "10.0.0.0/8");
    set("deny-from", "10.1.0.0/16");
    assertThat(refusalOf("10.0.0.1")).isEmpty();
    assertThat(refusalOf("10.1.0.1")).contains("deny-from");
  }

  @Test
  void aUnixSocketIsInNoNetworkAndPassesBoth() {
    set("allow-from", "10.0.0.0/8");
    set("deny-from", "0.0.0.0/0 ::/0");
    assertThat(refusal(PeerAddress.unix("/run/o.sock"))).isEmpty();
  }

  @Test
  void anAddressThatTheSystemCannotTellPassesNeither() {
    set("deny-from", "10.0.0.0/8");
    assertThat(refusal(PeerAddress.unknown())).contains("deny-from");
    set("deny-from", "");
    set("allow-from", "0.0.0.0/0 ::/0");
    assertThat(refusal(PeerAddress.unknown())).contains("allow-from");
  }

  @Test
  void refusalsAreCountedByRuleAndListedOnceForAPeerThatTriesAgain() {
    set("deny-from", "192.0.2.0/24");
    set("allow-from", "192.0.2.0/24 10.0.0.0/8");
    refusalOf("192.0.2.1");
    refusalOf("198.51.100.1");
    refusalOf("192.0.2.2");
    refusalOf("192.0.2.1");
    refusalOf("10.0.0.1");
    Refusals refusals = admission.refusals();
    assertThat(refusals.counts()).containsEntry("deny-from", 3L).containsEntry("allow-from", 1L);
    assertThat(refusals.lines(10).stream().map(line -> line.replaceAll("time=\\d+ ", "")))
        .containsExactly(
            "addr=192.0.2.1:1 listener=tcp rule=deny-from count=2",
            "addr=192.0.2.2:1 listener=tcp rule=deny-from count=1",
            "addr=198.51.100.1:1 listener=tcp rule=allow-from count=1");
    assertThat(refusals.lines(1)).hasSize(1);
    refusals.reset();
    assertThat(refusals.counts().values()).containsOnly(0L);
    assertThat(refusals.lines(10)).hasSize(3);
    assertThat(refusals.total()).isEqualTo(4);
  }

  @Test
  void theLastThousandPeersAreListedAndNoMore() {
    set("deny-from", "10.0.0.0/8");
    for (int i = 0; i < 5000; i++) {
      refusalOf("10.0." + i / 250 + "." + i % 250);
    }
    assertThat(admission.refusals().lines(Integer.MAX_VALUE))
        .hasSize(1024)
        .first()
        .asString()
        .contains("addr=10.0.19.249:1 ");
  }
}
