package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DestinationTest {

  @Test
  void isShownAsPeopleWriteIt() {
    assertThat(Destination.tcp("127.0.0.1", 6379)).hasToString("127.0.0.1:6379");
    assertThat(Destination.tcp("::1", 6379)).hasToString("[::1]:6379");
    assertThat(Destination.tcp("redis.test", 6380)).hasToString("redis.test:6380");
    assertThat(new Destination.Unix("/run/redis.sock")).hasToString("/run/redis.sock");
  }

  @Test
  void isPlainTcpWithoutTls() {
    assertThat(Destination.tcp("::1", 1).isPlainTcp()).isTrue();
    assertThat(new Destination.Tcp("::1", 1, Optional.of(ClientTls.DEFAULT)).isPlainTcp())
        .isFalse();
    assertThat(new Destination.Unix("/run/redis.sock").isPlainTcp()).isFalse();
  }

  @Test
  void hasAPort() {
    assertThatThrownBy(() -> Destination.tcp("::1", 0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> Destination.tcp("::1", 65_536)).hasMessageContaining("not 65536");
  }
}
