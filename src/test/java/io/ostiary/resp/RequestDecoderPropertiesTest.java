package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RequestDecoderPropertiesTest {

  @Property(tries = 500)
  void decodesAnyPipelineHoweverItIsSplit(
      @ForAll("pipelines") List<List<byte[]>> pipeline,
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 1_000_000) Integer> places) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    pipeline.forEach(request -> sent.writeBytes(Wire.multibulk(request)));
    Wire wire = new Wire(Wire.MEMBER);
    wire.readSplit(sent.toByteArray(), ends(places, sent.size()));
    assertThat(wire.requests)
        .isEqualTo(
            pipeline.stream().map(words -> words.stream().map(Wire::latin).toList()).toList());
    assertThat(wire.error()).isEmpty();
    assertThat(wire.decoder.bufferedBytes()).isZero();
    wire.finish();
  }

  @Property(tries = 500)
  void decodesWhatARequestIsWrittenAs(@ForAll("requests") List<byte[]> words)
      throws ProtocolException {
    RequestDecoder decoder = new RequestDecoder(UnpooledByteBufAllocator.DEFAULT);
    byte[] sent = Wire.multibulk(words);
    decoder.feed(Unpooled.wrappedBuffer(sent));
    assertThat(decoder.next(Wire.MEMBER)).isTrue();
    ByteBuf out = Unpooled.buffer();
    RequestEncoder.encode(decoder.request(), out);
    assertThat(ByteBufUtil.getBytes(out)).isEqualTo(sent);
    decoder.close();
  }

  @Property(tries = 500)
  void decodesAnyWordsInDoubleQuotes(@ForAll("requests") List<byte[]> words) {
    StringBuilder line = new StringBuilder();
    for (byte[] word : words) {
      line.append(" \"");
      for (byte character : word) {
        line.append("\\x%02x".formatted(character));
      }
      line.append('"');
    }
    Wire wire = new Wire(Wire.MEMBER).readSplit(Wire.bytes(line + "\r\n")).finish();
    assertThat(wire.requests).containsExactly(words.stream().map(Wire::latin).toList());
  }

  @Property(tries = 2000)
  void understandsNoiseTheSameHoweverItIsSplit(
      @ForAll("noise") byte[] noise,
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 1_000_000) Integer> places) {
    Wire whole = new Wire(Wire.STRANGER).readSplit(noise);
    Wire split = new Wire(Wire.STRANGER).readSplit(noise, ends(places, noise.length));
    Wire single = new Wire(Wire.STRANGER).readByteByByte(noise);
    for (Wire other : List.of(split, single)) {
      assertThat(other.requests).isEqualTo(whole.requests);
      assertThat(other.error()).isEqualTo(whole.error());
      assertThat(other.decoder.bufferedBytes()).isEqualTo(whole.decoder.bufferedBytes());
      other.finish();
    }
    whole.finish();
  }

  @Property
  void readsTheNumbersItWrites(@ForAll long number) {
    ByteBuf written = Unpooled.buffer();
    Decimal.write(number, written);
    assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo(Long.toString(number));
    assertThat(Decimal.parse(written, 0, written.readableBytes())).isEqualTo(number);
  }

  private static int[] ends(List<Integer> places, int length) {
    return places.stream().mapToInt(place -> place % (length + 1)).sorted().toArray();
  }

  @Provide
  Arbitrary<List<byte[]>> requests() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<List<byte[]>>> pipelines() {
    return requests().list().ofMaxSize(20);
  }

  // Made of bytes with a meaning in the protocol; others would nearly always be one inline line.
  @Provide
  Arbitrary<byte[]> noise() {
    Arbitrary<String> pieces =
        Arbitraries.frequencyOf(
            Tuple.of(
                6, Arbitraries.of("\r\n", "*", "$", "1", "2", "0", "-", "\"", "'", "\\x4", " ")),
            Tuple.of(3, Arbitraries.of("*1\r\n", "*2\r\n", "$1\r\n", "$0\r\n\r\n")),
            Tuple.of(2, Arbitraries.bytes().map(value -> String.valueOf((char) (value & 0xff)))));
    return pieces.list().ofMaxSize(40).map(list -> Wire.bytes(String.join("", list)));
  }
}
