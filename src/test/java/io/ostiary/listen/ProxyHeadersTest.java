package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.net.CidrSet;
import io.ostiary.net.PeerAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is believed, and how many are waited for. */
final class ProxyHeadersTest {

  private final ProxyHeaders headers =
      new ProxyHeaders(
          () -> CidrSet.parse(List.of("10.0.0.0/8", "::1")),
          () -> Duration.ofSeconds(5),
          2,
          (why, proxy, listener) -> {});

  @Test
  void believesItsNetworksAndUnixSockets() {
    assertThat(headers.believes(PeerAddress.of(new byte[] {10, 1, 2, 3}, 1))).isTrue();
    assertThat(headers.believes(PeerAddress.of(new byte[] {11, 1, 2, 3}, 1))).isFalse();
    assertThat(headers.believes(PeerAddress.unknown())).isFalse();
    assertThat(headers.believes(PeerAddress.unix("/run/o.sock"))).isTrue();
    assertThat(ProxyHeaders.ofNobody().begins()).isFalse();
  }

  @Test
  void waitsForSoManyAtOnce() {
    assertThat(headers.begins()).isTrue();
    assertThat(headers.begins()).isTrue();
    assertThat(headers.begins()).isFalse();
    headers.ended();
    assertThat(headers.begins()).isTrue();
    assertThat(headers.begins()).isFalse();
  }
}
