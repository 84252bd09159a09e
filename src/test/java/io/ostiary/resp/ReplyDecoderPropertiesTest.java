package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReplyDecoderPropertiesTest {

  private static final int ROOM = 1 << 20;

  /** A byte is read as part of a header, of a value, and again if its line was split there. */
  private static final int MOST_LOOKS = 12;

  @Property(tries = 500)
  void findsEveryReplyThatIsEncodedHoweverItIsSplit(
      @ForAll("replies") @Size(max = 8) List<Reply> replies,
      @ForAll @IntRange(min = 2, max = 3) int respVersion,
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 1_000_000) Integer> places) {
    List<String> expected = new ArrayList<>();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (Reply reply : replies) {
      ByteBuf out = Unpooled.buffer();
      ReplyEncoder.encode(reply, respVersion, out);
      expected.add(out.toString(StandardCharsets.ISO_8859_1));
      sent.writeBytes(Wire.bytes(expected.get(expected.size() - 1)));
    }
    int[] ends = places.stream().mapToInt(place -> place % (sent.size() + 1)).sorted().toArray();
    assertThat(found(sent.toByteArray(), ends)).isEqualTo(expected);
    int[] everywhere = new int[sent.size()];
    Arrays.setAll(everywhere, i -> i + 1);
    assertThat(found(sent.toByteArray(), everywhere)).isEqualTo(expected);
  }

  private static List<String> found(byte[] sent, int... ends) {
    CountingAllocator allocator = new CountingAllocator();
    ReplyDecoder decoder = new ReplyDecoder(allocator, ROOM);
    List<String> found = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= ends.length; i++) {
      int end = i == ends.length ? sent.length : ends[i];
      decoder.feed(allocator.heapBuffer().writeBytes(sent, begin, end - begin));
      begin = end;
      try {
        while (decoder.next()) {
          ByteBuf out = Unpooled.buffer();
          decoder.reply().writeTo(out);
          found.add(out.toString(StandardCharsets.ISO_8859_1));
        }
      } catch (ProtocolException e) {
        found.add(e.getMessage());
      }
    }
    // Each read looks at the first byte of an unfinished reply again.
    assertThat(allocator.looks())
        .isLessThanOrEqualTo((long) MOST_LOOKS * (sent.length + ends.length));
    decoder.close();
    return found;
  }

  @Property(tries = 2000)
  void refusesNoiseOnlyAsABreachOfTheProtocol(
      @ForAll("noise") byte[] noise,
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 1_000_000) Integer> places) {
    int[] ends = places.stream().mapToInt(place -> place % (noise.length + 1)).sorted().toArray();
    List<String> whole = found(noise);
    List<String> split = found(noise, ends);
    assertThat(split).isEqualTo(whole);
  }

  @Provide
  Arbitrary<List<Reply>> replies() {
    return reply().list();
  }

  private static Arbitrary<Reply> reply() {
    Arbitrary<Reply> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(Reply.OK, Reply.NULL, Reply.NULL_ARRAY, Reply.EMPTY_ARRAY, Reply.ONE),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Reply::bulk),
            Arbitraries.strings().ofMaxLength(20).map(Reply::bulk),
            Arbitraries.strings().ofMaxLength(20).map(Reply::simple),
            Arbitraries.strings().ofMaxLength(20).map(text -> Reply.error("ERR " + text)),
            Arbitraries.longs().map(Reply::integer),
            Arbitraries.doubles().map(Reply::real),
            Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0).map(Reply::real),
            Arbitraries.bigIntegers().map(Reply::bigNumber),
            Arbitraries.of(true, false).map(Reply::bool),
            Arbitraries.strings().ofMaxLength(20).map(text -> Reply.verbatim("txt", text)));
    return Arbitraries.recursive(() -> leaf, ReplyDecoderPropertiesTest::nested, 0, 4);
  }

  private static Arbitrary<Reply> nested(Arbitrary<Reply> inner) {
    Arbitrary<List<Reply>> elements = inner.list().ofMaxSize(4);
    return Arbitraries.oneOf(
        elements.map(Reply::array),
        elements.map(Reply::set),
        elements.map(Reply::push),
        elements.filter(list -> list.size() % 2 == 0).map(Reply::map));
  }

  @Provide
  Arbitrary<byte[]> noise() {
    Arbitrary<String> pieces =
        Arbitraries.frequencyOf(
            Tuple.of(
                4,
                Arbitraries.of(
                    "\r\n", "*", "$", "%", "|", "~", ">", ";", ".", "?", "1", "2", "0", "-", "+")),
            Tuple.of(
                8,
                Arbitraries.of(
                    "*1\r\n",
                    "*2\r\n",
                    "$1\r\n",
                    "a\r\n",
                    ":1\r\n",
                    "*?\r\n",
                    ".\r\n",
                    "%?\r\n",
                    "%1\r\n",
                    "|1\r\n",
                    "$?\r\n",
                    ";0\r\n",
                    ";1\r\n",
                    "_\r\n",
                    "#t\r\n",
                    "=4\r\ntxt:\r\n",
                    "!1\r\n",
                    "(1\r\n",
                    ",1\r\n")),
            Tuple.of(1, Arbitraries.bytes().map(value -> String.valueOf((char) (value & 0xff)))));
    return pieces.list().ofMaxSize(40).map(list -> Wire.bytes(String.join("", list)));
  }
}
