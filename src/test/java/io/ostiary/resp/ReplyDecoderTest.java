package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecoderTest {

  private static final int ROOM = 1 << 20;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final ReplyDecoder decoder = new ReplyDecoder(allocator, ROOM);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "+\r\n",
        "-ERR no\r\n",
        ":1\r\n",
        ":+1\r\n",
        ":-9223372036854775808\r\n",
        "$0\r\n\r\n",
        "$4\r\n\r\n\r\n\r\n",
        "$-1\r\n",
        "*-1\r\n",
        "*0\r\n",
        "*2\r\n$1\r\na\r\n*1\r\n:2\r\n",
        "_\r\n",
        "#t\r\n",
        "#f\r\n",
        ",1.5e+300\r\n",
        ",inf\r\n",
        ",-inf\r\n",
        ",nan\r\n",
        "(-12345678901234567890123\r\n",
        "!5\r\nERR x\r\n",
        "=5\r\ntxt:a\r\n",
        "%0\r\n",
        "%1\r\n+a\r\n%1\r\n+b\r\n_\r\n",
        "~2\r\n:1\r\n:2\r\n",
        ">2\r\n+message\r\n+x\r\n",
        "|1\r\n+ttl\r\n:3\r\n+OK\r\n",
        "*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n:2\r\n",
        "*?\r\n.\r\n",
        "*?\r\n:1\r\n*?\r\n.\r\n.\r\n",
        "~?\r\n|1\r\n+a\r\n+b\r\n:1\r\n.\r\n",
        "%?\r\n+a\r\n:1\r\n|1\r\n+x\r\n+y\r\n+b\r\n:2\r\n.\r\n",
        "$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n",
        "*2\r\n$?\r\n;0\r\n:1\r\n"
      })
  void findsAReplyOfEveryType(String wire) throws ProtocolException {
    byte[] twice = Wire.bytes(wire + wire);
    for (byte one : twice) {
      decoder.feed(Wire.buffer(allocator, new byte[] {one}));
      if (decoder.next()) {
        assertThat(text(decoder.reply().slice())).isEqualTo(wire);
      }
    }
    decoder.rest();
    assertThat(decoder.bufferedBytes() + decoder.freeBytes()).isZero();
    feed(wire + wire);
    assertThat(next()).isEqualTo(wire);
    assertThat(next()).isEqualTo(wire);
    assertThat(decoder.next()).isFalse();
    assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "+OK             ! +     ! false ! false ! false",
        "-ERR            ! -     ! true  ! false ! false",
        "$-1             ! $     ! false ! true  ! false",
        "*-1             ! *     ! false ! true  ! false",
        "_               ! _     ! false ! true  ! false",
        "*1 $-1          ! *     ! false ! false ! false",
        "*1 -ERR         ! *     ! false ! false ! false",
        ">1 _            ! >     ! false ! false ! true",
        "|1 +a _ -ERR    ! -     ! true  ! false ! false",
        "|1 +a >1 _ $-1  ! $     ! false ! true  ! false"
      })
  void tellsWhatItIs(String wire, char type, boolean error, boolean isNull, boolean push)
      throws ProtocolException {
    feed(wire.strip().replace(" ", "\r\n") + "\r\n");
    assertThat(decoder.next()).isTrue();
    RawReply reply = decoder.reply();
    assertThat((char) reply.type()).isEqualTo(type);
    assertThat(reply.isError()).isEqualTo(error);
    assertThat(reply.isNull()).isEqualTo(isNull);
    assertThat(reply.isPush()).isEqualTo(push);
    assertThat(reply.length()).isEqualTo(decoder.bufferedBytes());
    assertThat(reply.byteAt(0)).isEqualTo((byte) wire.charAt(0));
    decoder.close();
  }

  @Test
  void findsALongErrorString() throws ProtocolException {
    feed("!5\r\nERR x\r\n");
    assertThat(decoder.next()).isTrue();
    assertThat(decoder.reply().isError()).isTrue();
    decoder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "x                  ! unknown reply type 'x'",
        "é                  ! unknown reply type 'é'",
        "~                  ! unknown reply type ' '",
        ";0~                ! unknown reply type ';'",
        "+a^~               ! a line feed inside a line",
        "+a\\+              ! a carriage return inside a line",
        ":~                 ! invalid value of the type ':'",
        ":1.5~              ! invalid value of the type ':'",
        ":+~                ! invalid value of the type ':'",
        ":123456789012345678901~ ! invalid value of the type ':'",
        "(1x~               ! invalid value of the type '('",
        ",one~              ! invalid value of the type ','",
        "#x~                ! invalid value of the type '#'",
        "#tt~               ! invalid value of the type '#'",
        "_x~                ! invalid value of the type '_'",
        "$x~                ! invalid string length",
        "$-2~               ! invalid string length",
        "=-1~               ! invalid string length",
        "=?~                ! invalid string length",
        "=3~                ! a verbatim string without its format",
        "$1~ab~             ! a string does not end where its length says",
        "*x~                ! invalid length of an aggregate",
        "*-2~               ! invalid length of an aggregate",
        "%-1~               ! invalid length of an aggregate",
        "%1073741824~       ! invalid length of an aggregate",
        "*2147483648~       ! invalid length of an aggregate",
        "%9223372036854775807~ ! invalid length of an aggregate",
        ">?~                ! invalid length of an aggregate",
        "|?~                ! invalid length of an aggregate",
        ".~                 ! an end of an aggregate where none can be",
        "*1~.~              ! an end of an aggregate where none can be",
        "*?~.x~             ! an end of an aggregate where none can be",
        "%?~+a~.~           ! an end of an aggregate where none can be",
        "*?~|0~.~           ! an end of an aggregate where none can be",
        "%?~+a~|0~:1~+b~.~  ! an end of an aggregate where none can be",
        "$?~+a~             ! expected a chunk of the string, got '+'",
        "$?~;x~             ! invalid length of a chunk",
        "$?~;-1~            ! invalid length of a chunk",
        "$1048571~          ! a reply of more than 1048576 bytes",
        "*2~$1048550~       ! "
      })
  void namesWhatIsWrong(String wire, String complaint) throws ProtocolException {
    String sent = wire.strip().replace("~", "\r\n").replace("^", "\n").replace("\\", "\r");
    ByteBuf bytes = Wire.buffer(allocator, Wire.bytes(sent));
    decoder.feed(bytes);
    if (complaint == null) {
      assertThat(decoder.next()).isFalse();
      decoder.close();
    } else {
      assertThatThrownBy(decoder::next)
          .isInstanceOf(ProtocolException.class)
          .hasMessage("Protocol error: " + complaint);
    }
    assertThat(bytes.refCnt()).isZero();
    assertThat(decoder.next()).isFalse();
    feed("+OK\r\n");
    assertThat(decoder.next()).isFalse();
  }

  @Test
  void boundsALine() throws ProtocolException {
    feed("+" + "x".repeat(64 * 1024) + "\r\n");
    assertThat(decoder.next()).isTrue();
    feed("+" + "x".repeat(64 * 1024 + 1));
    assertThatThrownBy(decoder::next).hasMessage("Protocol error: a line of more than 65536 bytes");
  }

  @Test
  void boundsHowDeepAggregatesAreNested() throws ProtocolException {
    feed("*1\r\n".repeat(128) + ":1\r\n");
    assertThat(decoder.next()).isTrue();
    feed("*1\r\n".repeat(129));
    assertThatThrownBy(decoder::next)
        .hasMessage("Protocol error: aggregates nested deeper than 128");
  }

  @Test
  void boundsAReplyOfManyParts() throws ProtocolException {
    feed("*2000000\r\n" + ":1\r\n".repeat(ROOM / 4));
    assertThatThrownBy(decoder::next)
        .hasMessage("Protocol error: a reply of more than 1048576 bytes");
  }

  @Test
  void reservesNothingForWhatIsAnnounced() throws ProtocolException {
    feed("*2147483647\r\n$1000000\r\n");
    assertThat(decoder.next()).isFalse();
    assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
        .isLessThanOrEqualTo(256);
    decoder.close();
  }

  @Test
  void keepsAReplyGoodWhileMoreIsFed() throws ProtocolException {
    feed("+one\r\n+t");
    assertThat(decoder.next()).isTrue();
    RawReply one = decoder.reply();
    feed("wo" + "o".repeat(1000) + "\r\n");
    ByteBuf out = Unpooled.buffer();
    one.writeTo(out);
    assertThat(text(out)).isEqualTo("+one\r\n");
    assertThat(decoder.next()).isTrue();
    assertThatThrownBy(one::length).isInstanceOf(IllegalStateException.class);
    assertThat(decoder.reply().length()).isEqualTo(1006);
    decoder.close();
    assertThatThrownBy(decoder::reply).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesARetainedSliceAsItIs() throws ProtocolException {
    feed("$100\r\n");
    assertThat(decoder.next()).isFalse();
    feed("a".repeat(100) + "\r\n+b\r\n+c");
    assertThat(decoder.next()).isTrue();
    ByteBuf kept = decoder.reply().slice().retain();
    assertThat(decoder.next()).isTrue();
    // Fits only into the buffer that was kept.
    feed("d".repeat(200) + "\r\n");
    assertThat(decoder.next()).isTrue();
    assertThat(text(kept)).isEqualTo("$100\r\n" + "a".repeat(100) + "\r\n");
    kept.release();
    decoder.close();
    assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
        .isZero();
  }

  @Test
  void refusesABoundThatLetsNothingPass() {
    assertThatThrownBy(() -> new ReplyDecoder(allocator, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void feed(String wire) {
    decoder.feed(Wire.buffer(allocator, Wire.bytes(wire)));
  }

  private String next() throws ProtocolException {
    assertThat(decoder.next()).isTrue();
    return text(decoder.reply().slice());
  }

  private static String text(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
