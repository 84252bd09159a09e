package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.net.PeerAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {

  /** Has to grow for each piece. */
  private final LineBuffer line = new LineBuffer(1);

  private static final PeerAddress ADDRESS =
      PeerAddress.of(new byte[] {(byte) 192, 0, 2, 7}, 65_535);

  @Test
  void growsForPiecesOfEveryKind() {
    line.add('a').add('b').add("cdefgh").add(1_234_567L).add(ADDRESS).add('!');
    assertThat(line).hasToString("abcdefgh1234567192.0.2.7:65535!");
  }

  @Test
  void growsForOnePieceThatIsLongerThanTwiceItsMemory() {
    assertThat(new LineBuffer(2).add("abcdefgh")).hasToString("abcdefgh");
    assertThat(new LineBuffer(2).add(1_234_567L)).hasToString("1234567");
    assertThat(new LineBuffer(2).add(ADDRESS)).hasToString("192.0.2.7:65535");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 100, 1_000_000_007, Long.MAX_VALUE, -1, -10, Long.MIN_VALUE})
  void writesNumbersAsJavaDoes(long number) {
    assertThat(line.add(number)).hasToString(Long.toString(number));
  }

  @Test
  void beginsAnewInTheSameMemory() {
    line.add("forgotten").clear();
    ByteBuf out = Unpooled.buffer();
    line.add("kept").writeTo(out);
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("kept");
  }
}
