package io.ostiary.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whose handshake is next. */
final class HandshakeLimitTest {

  private final AtomicInteger most = new AtomicInteger(2);
  private final HandshakeLimit limit = new HandshakeLimit(most::get);
  private final List<String> begun = new ArrayList<>();

  private HandshakeLimit.Turn ask(String name) {
    return limit.ask(() -> begun.add(name));
  }

  @Test
  void theNewestOfThoseThatWaitIsNext() {
    HandshakeLimit.Turn first = ask("first");
    HandshakeLimit.Turn second = ask("second");
    ask("third");
    ask("fourth");
    assertThat(begun).containsExactly("first", "second");
    assertThat(limit.atWork()).isEqualTo(2);
    assertThat(limit.waiting()).isEqualTo(2);

    first.end();
    assertThat(begun).containsExactly("first", "second", "fourth");
    second.end();
    assertThat(begun).containsExactly("first", "second", "fourth", "third");
    assertThat(limit.waiting()).isZero();
  }

  @Test
  void whoGivesUpWhileItWaitsNeverBegins() {
    HandshakeLimit.Turn first = ask("first");
    ask("second");
    HandshakeLimit.Turn third = ask("third");
    third.end();
    first.end();
    assertThat(begun).containsExactly("first", "second");
    assertThat(limit.atWork()).isOne();
    assertThat(limit.waiting()).isZero();
  }

  @Test
  void aTurnThatEndsTwiceMakesRoomOnce() {
    HandshakeLimit.Turn first = ask("first");
    ask("second");
    first.end();
    first.end();
    ask("third");
    ask("fourth");
    assertThat(begun).containsExactly("first", "second", "third");
  }

  @Test
  void aLowerLimitHoldsForThoseThatCome() {
    HandshakeLimit.Turn first = ask("first");
    HandshakeLimit.Turn second = ask("second");
    most.set(1);
    ask("third");
    first.end();
    assertThat(begun).containsExactly("first", "second");
    second.end();
    assertThat(begun).containsExactly("first", "second", "third");
  }
}
