package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** {@code max-connection-rate} and {@code max-connection-rate-per-address}, by a clock by hand. */
final class RateRulesTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  // Not 0: the times of a JVM begin anywhere, and may pass from positive to negative.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final LiveSettings settings = new LiveSettings(Settings.defaults());
  private final AddressRateRule perAddress = new AddressRateRule(settings, nanos::get);
  private final Admission admission =
      new Admission(List.of(perAddress, new ConnectionRateRule(settings, nanos::get)), nanos::get);

  private void set(String directive, int value) {
    set(directive, Integer.toString(value));
  }

  private void set(String directive, String value) {
    assertThat(settings.change(directive, value).succeeded()).isTrue();
  }

  private static PeerAddress address(String host) {
    return PeerAddress.of(NetUtil.createByteArrayFromIpAddressString(host), 1);
  }

  private int admitted(int of, String host) {
    return admitted(of, new Arrival(address(host), ListenerProfile.TCP));
  }

  private int admitted(int of, Arrival arrival) {
    int admitted = 0;
    for (int i = 0; i < of; i++) {
      admitted += admission.judge(arrival) instanceof Verdict.Admitted ? 1 : 0;
    }
    return admitted;
  }

  private String refusal(String host) {
    Verdict verdict = admission.judge(new Arrival(address(host), ListenerProfile.TCP));
    return ((Verdict.Refused) verdict).reason();
  }

  @Test
  void anyNumberMayComeAtFirst() {
    assertThat(admitted(100_000, "10.0.0.1")).isEqualTo(100_000);
  }

  @Test
  void aBurstMayComeAtOnceAndThenAsManyAsTheRateSays() {
    set("max-connection-rate", 10);
    set("max-connection-rate-burst", 25);
    assertThat(admitted(100, "10.0.0.1")).isEqualTo(25);
    assertThat(refusal("10.0.0.2")).startsWith("ERR ").endsWith("(max-connection-rate)");
    nanos.addAndGet(SECOND / 10 - 1);
    assertThat(admitted(10, "10.0.0.1")).as("a moment too early").isZero();
    nanos.addAndGet(1);
    assertThat(admitted(10, "10.0.0.1")).isEqualTo(1);
    nanos.addAndGet(SECOND);
    assertThat(admitted(100, "10.0.0.3")).isEqualTo(10);
    nanos.addAndGet(3600 * SECOND);
    assertThat(admitted(100, "10.0.0.3")).as("the burst, not an hour's worth").isEqualTo(25);
    set("max-connection-rate", 0);
    assertThat(admitted(100, "10.0.0.3")).isEqualTo(100);
  }

  @Test
  void withoutABurstThoseOfASecondMayComeAtOnce() {
    set("max-connection-rate", 10);
    assertThat(admitted(100, "10.0.0.1")).isEqualTo(10);
    set("max-connection-rate-per-address", 3);
    nanos.addAndGet(SECOND);
    assertThat(admitted(100, "10.0.0.2")).isEqualTo(3);
  }

  @Test
  void aSmallerBurstHoldsAtOnceAndOwesNoMoreThanItself() {
    set("max-connection-rate", 1);
    set("max-connection-rate-burst", 1000);
    assertThat(admitted(1000, "10.0.0.1")).isEqualTo(1000);
    set("max-connection-rate", 100);
    set("max-connection-rate-burst", 10);
    assertThat(admitted(10, "10.0.0.1")).isZero();
    nanos.addAndGet(SECOND);
    assertThat(admitted(100, "10.0.0.1")).isEqualTo(10);
  }

  @Test
  void peersOfHigherStandingNeitherWaitForOthersNorUseUpTheRate() {
    set("max-connection-rate", 1);
    set("priority-subnets", "10.9.0.0/16 2001:db8:9::/48");
    assertThat(admitted(5, "10.9.1.1")).isEqualTo(5);
    assertThat(admitted(5, "10.0.0.1")).isEqualTo(1);
    assertThat(admitted(5, "2001:db8:9::1")).isEqualTo(5);
    Arrival unix = new Arrival(PeerAddress.unix("/run/o.sock"), ListenerProfile.UNIX);
    assertThat(admitted(5, unix)).isEqualTo(5);
    ListenerProfile admin = new ListenerProfile("ops", ListenerProfile.Role.ADMIN, false, false);
    assertThat(admitted(5, new Arrival(address("10.0.0.1"), admin))).isEqualTo(5);
  }

  @Test
  void eachAddressHasARateOfItsOwnAndIpv6ByItsNetwork() {
    set("max-connection-rate-per-address", 2);
    set("max-connection-rate-per-address-burst", 5);
    assertThat(admitted(10, "10.0.0.1")).isEqualTo(5);
    assertThat(refusal("10.0.0.1"))
        .startsWith("ERR ")
        .endsWith("(max-connection-rate-per-address)");
    assertThat(admitted(10, "10.0.0.2")).isEqualTo(5);
    assertThat(admitted(3, "2001:db8::1")).isEqualTo(3);
    assertThat(admitted(10, "2001:db8::ffff:1")).as("of the same /64").isEqualTo(2);
    assertThat(admitted(10, "2001:db8:0:1::1")).as("of another").isEqualTo(5);
    nanos.addAndGet(SECOND);
    assertThat(admitted(10, "10.0.0.1")).isEqualTo(2);
    set("address-prefix-length-v6", 128);
    assertThat(admitted(10, "2001:db8:0:1::1")).isEqualTo(5);
    assertThat(admitted(10, "2001:db8:0:1::2")).isEqualTo(5);
  }

  @Test
  void anAddressThatIsTooFastTakesNothingFromTheRateOfAll() {
    set("max-connection-rate", 10);
    set("max-connection-rate-per-address", 1);
    assertThat(admitted(1000, "10.0.0.1")).isEqualTo(1);
    for (int i = 2; i < 11; i++) {
      assertThat(admitted(1, "10.0.0." + i)).isEqualTo(1);
    }
    assertThat(refusal("10.0.0.11")).endsWith("(max-connection-rate)");
  }

  @Test
  void moreAddressesThanAreRememberedGetNoMoreThanThoseThatAre() {
    set("max-connection-rate-per-address", 1);
    int admitted = 0;
    for (int i = 0; i < 300_000; i++) {
      admitted += admitted(1, "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256);
    }
    assertThat(admitted).isEqualTo(65_536);
    assertThat(perAddress.takeovers()).isPositive();
    nanos.addAndGet(SECOND);
    assertThat(admitted(5, "10.0.0.1")).as("forgotten").isEqualTo(1);
  }

  @Test
  void manyThreadsTogetherGetExactlyWhatTheRateSays() throws Exception {
    set("max-connection-rate", 1000);
    set("max-connection-rate-burst", 1234);
    set("max-connection-rate-per-address", 777);
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          () -> {
            for (int n = 0; n < 1000; n++) {
              first.addAndGet(admitted(1, "10.0.0.1"));
              second.addAndGet(admitted(1, "10.0.0.2"));
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    for (Future<Void> done : pool.invokeAll(threads)) {
      done.get();
    }
    pool.shutdown();
    assertThat(first.get()).isLessThanOrEqualTo(777);
    assertThat(second.get()).isLessThanOrEqualTo(777);
    assertThat(first.get() + second.get()).isEqualTo(1234);
  }
}
