package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyEncoderTest {

  /** A reply and its encoding in both protocols. */
  record Sample(Reply reply, String resp2, String resp3) {

    Sample(Reply reply, String wire) {
      this(reply, wire, wire);
    }
  }

  static List<Sample> simpleReplies() {
    return List.of(
        new Sample(Reply.OK, "+OK\r\n"),
        new Sample(Reply.NULL, "$-1\r\n", "_\r\n"),
        new Sample(Reply.NULL_ARRAY, "*-1\r\n", "_\r\n"),
        new Sample(Reply.NONE, ""),
        new Sample(Reply.EMPTY_ARRAY, "*0\r\n"),
        new Sample(Reply.ZERO, ":0\r\n"),
        new Sample(Reply.ONE, ":1\r\n"),
        new Sample(Reply.simple("PONG"), "+PONG\r\n"),
        new Sample(Reply.simple("a\r\n+b"), "+a  +b\r\n"),
        new Sample(Reply.error("ERR no"), "-ERR no\r\n"),
        new Sample(Reply.error("ERR 'a\r\n+OK\r\n'\r\n"), "-ERR 'a  +OK  '\r\n"),
        new Sample(Reply.integer(-1), ":-1\r\n"),
        new Sample(Reply.integer(10), ":10\r\n"),
        new Sample(Reply.integer(Long.MAX_VALUE), ":9223372036854775807\r\n"),
        new Sample(Reply.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n"),
        new Sample(Reply.bulk(""), "$0\r\n\r\n"),
        new Sample(Reply.bulk("hé€😀"), "$10\r\nhé€😀\r\n"),
        new Sample(Reply.bulk("\ud83d!"), "$2\r\n?!\r\n"), // half a surrogate pair
        new Sample(Reply.bulk(new byte[] {'\r', '\n', 0}), "$3\r\n\r\n\0\r\n"),
        new Sample(Reply.bool(true), ":1\r\n", "#t\r\n"),
        new Sample(Reply.bool(false), ":0\r\n", "#f\r\n"));
  }

  static List<Sample> numbers() {
    return List.of(
        real(0, "0"),
        real(-0.0, "-0"),
        real(3, "3"),
        real(-2.5, "-2.5"),
        real(0.1, "0.1"),
        real(1e15, "1000000000000000"),
        real(1.5e300, "1.5e+300"),
        real(1e19, "1e+19"),
        real(1.2345678901234568E21, "1234567890123456800000"),
        real(1e-5, "0.00001"),
        real(1.25e-10, "1.25e-10"),
        real(Double.MIN_VALUE, "4.9e-324"),
        real(Double.POSITIVE_INFINITY, "inf"),
        real(Double.NEGATIVE_INFINITY, "-inf"),
        real(Double.NaN, "nan"),
        new Sample(
            Reply.bigNumber("-12345678901234567890"), //
            "$21\r\n-12345678901234567890\r\n",
            "(-12345678901234567890\r\n"),
        new Sample(Reply.bigNumber(BigInteger.TEN), "$2\r\n10\r\n", "(10\r\n"));
  }

  private static Sample real(double value, String text) {
    String resp2 = "$" + text.length() + "\r\n" + text + "\r\n";
    return new Sample(Reply.real(value), resp2, "," + text + "\r\n");
  }

  static List<Sample> aggregates() {
    Reply a = Reply.bulk("a");
    Reply two = Reply.integer(2);
    return List.of(
        new Sample(Reply.array(a, two), "*2\r\n$1\r\na\r\n:2\r\n"),
        new Sample(
            Reply.array(Reply.array(Reply.NULL), Reply.OK),
            "*2\r\n*1\r\n$-1\r\n+OK\r\n",
            "*2\r\n*1\r\n_\r\n+OK\r\n"),
        new Sample(Reply.set(List.of(a)), "*1\r\n$1\r\na\r\n", "~1\r\n$1\r\na\r\n"),
        new Sample(Reply.set(List.of()), "*0\r\n", "~0\r\n"),
        new Sample(Reply.map(a, two), "*2\r\n$1\r\na\r\n:2\r\n", "%1\r\n$1\r\na\r\n:2\r\n"),
        new Sample(Reply.map(), "*0\r\n", "%0\r\n"),
        new Sample(Reply.push(List.of(a)), "*1\r\n$1\r\na\r\n", ">1\r\n$1\r\na\r\n"),
        new Sample(
            Reply.verbatim("txt", "id=1 é\n"), "$8\r\nid=1 é\n\r\n", "=12\r\ntxt:id=1 é\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource({"simpleReplies", "numbers", "aggregates"})
  void writesAReplyInBothProtocols(Sample sample) {
    assertThat(encoded(sample.reply(), 2)).isEqualTo(sample.resp2());
    assertThat(encoded(sample.reply(), 3)).isEqualTo(sample.resp3());
  }

  @Test
  void appendsToWhatIsThere() {
    ByteBuf out = Unpooled.buffer(1);
    ReplyEncoder.encode(Reply.OK, 2, out);
    ReplyEncoder.encode(Reply.integer(12), 2, out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("+OK\r\n:12\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 999, 1000, 3_000_000})
  void putsTheLengthBeforeATextThatIsMadeAsItIsWritten(int length) {
    String text = "0123456789".repeat(length / 10 + 1).substring(0, length);
    Reply reply =
        Reply.verbatim("txt", out -> out.writeCharSequence(text, StandardCharsets.US_ASCII));
    for (ByteBuf out : List.of(Unpooled.buffer(), Unpooled.directBuffer())) {
      ReplyEncoder.encode(Reply.OK, 2, out);
      ReplyEncoder.encode(reply, 2, out);
      ReplyEncoder.encode(reply, 3, out);
      ReplyEncoder.encode(Reply.OK, 3, out);
      String resp2 = "$" + length + "\r\n" + text + "\r\n";
      String resp3 = "=" + (length + 4) + "\r\ntxt:" + text + "\r\n";
      String expected = "+OK\r\n" + resp2 + resp3 + "+OK\r\n";
      assertThat(out.toString(StandardCharsets.US_ASCII).equals(expected)).isTrue();
      out.release();
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {2, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 1_000_000, -9, -10})
  void writesANumberOfAnyLengthIntoABufferThatIsFull(long number) {
    ByteBuf out = Unpooled.buffer(1).writeByte('>');
    ReplyEncoder.encode(Reply.integer(number), 2, out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(">:" + number + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 99, 100, 99_999, 100_000})
  void writesAStringOfAnyLength(int length) {
    String text = "v".repeat(length);
    String expected = "$" + length + "\r\n" + text + "\r\n";
    assertThat(encoded(Reply.bulk(text), 2)).isEqualTo(expected);
    assertThat(encoded(Reply.bulk(text.getBytes(StandardCharsets.UTF_8)), 2)).isEqualTo(expected);
  }

  @Test
  void refusesAReplyThatIsNotThereYet() {
    Reply later = Reply.later(Future.succeededFuture(Reply.OK));
    for (int version = 2; version <= 3; version++) {
      int respVersion = version;
      ByteBuf out = Unpooled.buffer();
      assertThatThrownBy(() -> ReplyEncoder.encode(later, respVersion, out))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(out.readableBytes()).isZero();
    }
  }

  @Test
  void refusesAnotherProtocolVersion() {
    assertThatThrownBy(() -> ReplyEncoder.encode(Reply.OK, 4, Unpooled.buffer()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String encoded(Reply reply, int respVersion) {
    ByteBuf out = Unpooled.buffer();
    ReplyEncoder.encode(reply, respVersion, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
