package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

  private final Request request = Request.of("Set", "clé", "");

  @Test
  void countsItsNameAmongItsArguments() {
    assertThat(request.count()).isEqualTo(3);
  }

  @Test
  void measuresArgumentsInBytes() {
    assertThat(request.length(1)).isEqualTo(4);
    assertThat(request.length(2)).isZero();
    assertThat(request.memoryBytes()).isEqualTo(7);
  }

  @Test
  void givesAnArgumentInEveryShape() {
    assertThat(request.text(1)).isEqualTo("clé");
    assertThat(request.bytes(1)).containsExactly('c', 'l', 0xc3, 0xa9);
    assertThat(request.byteAt(1, 3)).isEqualTo((byte) 0xa9);
    assertThat(request.text(2)).isEmpty();
  }

  @Test
  void isWrittenAsAnArrayOfStrings() {
    ByteBuf out = Unpooled.buffer();
    RequestEncoder.encode(request, out);
    RequestEncoder.encode(Request.of("x".repeat(100_000)), out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "*3\r\n$3\r\nSet\r\n$4\r\nclé\r\n$0\r\n\r\n"
                + "*1\r\n$100000\r\n"
                + "x".repeat(100_000)
                + "\r\n");
  }

  @Test
  void comparesWordsWhateverTheirCase() {
    assertThat(request.is(0, "SET")).isTrue();
    assertThat(request.is(0, "set")).isTrue();
    assertThat(request.is(0, "se")).isFalse();
    assertThat(request.is(0, "sets")).isFalse();
    assertThat(request.is(0, "get")).isFalse();
    assertThat(Request.of("@[`{").is(0, "`{@[")).isFalse();
  }

  @Test
  void foldsTheEndOfAWordWhateverItsCase() {
    assertThat(request.foldedTail(0)).isEqualTo(0x73_65_74);
    assertThat(Request.foldedTail("SET")).isEqualTo(0x73_65_74);
    assertThat(Request.foldedTail("ABCDEFGHIJ")).isEqualTo(0x63_64_65_66_67_68_69_6aL);
    assertThat(Request.of("ABCDEFGHIJ").foldedTail(0)).isEqualTo(0x63_64_65_66_67_68_69_6aL);
    assertThat(request.foldedTail(2)).isZero();
  }

  @Test
  void foldsLettersOnlyAmongEightBytes() {
    for (int character = 0; character <= 0xff; character++) {
      for (int neighbour : new int[] {0, 'A', 'Z', 0x7f, 0x80, 0xff}) {
        long eight = 0;
        long expected = 0;
        for (int i = 0; i < 8; i++) {
          int next = i % 2 == 0 ? character : neighbour;
          eight = (eight << 8) | next;
          expected = (expected << 8) | Ascii.lower(next);
        }
        assertThat(Ascii.lowerEight(eight)).isEqualTo(expected);
      }
    }
  }

  @Test
  void copiesAnArgumentIntoAnArrayThatHasRoom() {
    byte[] target = {9, 9, 9, 9};
    request.copyTo(0, target);
    assertThat(target).isEqualTo(new byte[] {'S', 'e', 't', 9});
    assertThatThrownBy(() -> request.copyTo(0, new byte[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesAnArgumentThatIsNotThere() {
    assertThatThrownBy(() -> request.length(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> request.text(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> request.is(3, "x")).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> request.byteAt(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> request.byteAt(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void hasAtLeastAName() {
    assertThatThrownBy(Request::of).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 10, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
  void readsANumber(long number) {
    assertThat(Request.of("" + number).integer(0)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        "01",
        "-01",
        "-0",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "--1",
        "a",
        "00",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
        "18446744073709551617",
        "100000000000000000000",
        "٣"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> Request.of(text).integer(0))
        .isInstanceOf(ArgumentException.class)
        .hasMessage("ERR value is not an integer or out of range");
  }
}
