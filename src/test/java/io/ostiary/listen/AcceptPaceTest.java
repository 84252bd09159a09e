package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.local.LocalServerChannel;
import org.junit.jupiter.api.Test;

/** How many connections one turn of the accepting loop takes. */
final class AcceptPaceTest {

  private static int takenInOneTurn(ExtendedHandle turn) {
    turn.reset(new LocalServerChannel().config());
    int taken = 0;
    do {
      turn.incMessagesRead(1);
      taken++;
    } while (turn.continueReading() && taken < 10_000);
    return taken;
  }

  @Test
  void aTurnTakesNoMoreThanThePaceAndAChangeHoldsFromTheNextTurnOn() {
    AcceptPace pace = new AcceptPace(10);
    ExtendedHandle listener = (ExtendedHandle) pace.allocator().newHandle();

    assertThat(takenInOneTurn(listener)).isEqualTo(10);
    pace.set(3);
    assertThat(takenInOneTurn(listener)).isEqualTo(3);
    pace.set(1000);
    assertThat(takenInOneTurn(listener)).isEqualTo(1000);
  }
}
