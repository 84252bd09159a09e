package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyModeTest {

  @Test
  void skipsOneReplyAndGoesOn() {
    assertThat(ReplyMode.SKIP_NEXT.answers()).isTrue();
    assertThat(ReplyMode.SKIP_NEXT.next()).isEqualTo(ReplyMode.SKIP);
    assertThat(ReplyMode.SKIP.answers()).isFalse();
    assertThat(ReplyMode.SKIP.next()).isEqualTo(ReplyMode.ON);
  }

  @Test
  void staysOnOrOff() {
    assertThat(ReplyMode.ON.next()).isEqualTo(ReplyMode.ON);
    assertThat(ReplyMode.OFF.next()).isEqualTo(ReplyMode.OFF);
    assertThat(ReplyMode.OFF.answers()).isFalse();
  }
}
