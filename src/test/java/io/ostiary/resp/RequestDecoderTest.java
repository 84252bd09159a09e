package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

  private static final String PING_TEXT = "*1\r\n$4\r\nPING\r\n";
  private static final byte[] PING = Wire.bytes(PING_TEXT);

  static List<Samples.Good> good() {
    return Samples.good();
  }

  static List<Samples.Bad> bad() {
    List<Samples.Bad> all = new ArrayList<>(Samples.bad());
    // Differs from Redis, to which a zero byte ends a line, and which would wait for more.
    all.add(new Samples.Bad("*1\r\n$1\0\0\0\0\r\n", "Protocol error: invalid bulk length"));
    return all;
  }

  static List<Samples.Bad> badBeforeLogin() {
    return Samples.badBeforeLogin();
  }

  @ParameterizedTest
  @MethodSource("good")
  void decodesASampleInOneRead(Samples.Good sample) {
    expect(sample, new Wire(Wire.STRANGER).readSplit(Wire.bytes(sample.wire())));
  }

  @ParameterizedTest
  @MethodSource("good")
  void decodesASampleSplitAnywhere(Samples.Good sample) {
    byte[] wire = Wire.bytes(sample.wire());
    splits(wire).forEach(at -> expect(sample, new Wire(Wire.STRANGER).readSplit(wire, at)));
  }

  @ParameterizedTest
  @MethodSource("good")
  void decodesASampleByteByByte(Samples.Good sample) {
    expect(sample, new Wire(Wire.STRANGER).readByteByByte(Wire.bytes(sample.wire())));
  }

  private static void expect(Samples.Good sample, Wire wire) {
    assertThat(wire.error()).isEmpty();
    assertThat(wire.requests).isEqualTo(sample.requests());
    assertThat(wire.decoder.bufferedBytes() + wire.decoder.freeBytes()).isZero();
    wire.finish();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesAMalformedSampleInOneRead(Samples.Bad sample) {
    refuses(sample, new Wire(Wire.MEMBER).readSplit(Wire.bytes(sample.wire())));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesAMalformedSampleSplitAnywhere(Samples.Bad sample) {
    byte[] wire = Wire.bytes(sample.wire());
    splits(wire).forEach(at -> refuses(sample, new Wire(Wire.MEMBER).readSplit(wire, at)));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesAMalformedSampleByteByByte(Samples.Bad sample) {
    refuses(sample, new Wire(Wire.MEMBER).readByteByByte(Wire.bytes(sample.wire())));
  }

  @ParameterizedTest
  @MethodSource("badBeforeLogin")
  void refusesAStrangerWhatIsTooMuch(Samples.Bad sample) {
    byte[] wire = Wire.bytes(sample.wire());
    refuses(sample, new Wire(Wire.STRANGER).readSplit(wire));
    refuses(sample, new Wire(Wire.STRANGER).readByteByByte(wire));
  }

  private static void refuses(Samples.Bad sample, Wire wire) {
    assertThat(wire.error()).isEqualTo(sample.error());
    assertThat(wire.requests).isEmpty();
    assertThat(wire.decoder.bufferedBytes()).isZero();
    wire.finish();
  }

  // Of a sample of 64 KiB only the places near its ends.
  private static IntStream splits(byte[] wire) {
    return IntStream.rangeClosed(0, wire.length).filter(at -> at < 64 || at > wire.length - 16);
  }

  @Test
  void takesFromAStrangerAllThatIsAllowed() {
    List<byte[]> arguments = Collections.nCopies(10, new byte[16_384]);
    Wire wire = new Wire(Wire.STRANGER).readSplit(Wire.multibulk(arguments)).finish();
    assertThat(wire.requests).hasSize(1);
    assertThat(wire.requests.get(0)).hasSize(10);
  }

  @Test
  void appliesTheLimitsOfTheMoment() throws ProtocolException {
    RequestDecoder decoder = new RequestDecoder(new Wire(Wire.MEMBER).allocator);
    decoder.feed(Unpooled.wrappedBuffer(Wire.bytes("*1\r\n$4\r\nAUTH\r\n*11\r\n")));
    assertThat(decoder.next(Wire.STRANGER)).isTrue();
    assertThat(decoder.next(Wire.MEMBER)).isFalse();
    decoder.close();
  }

  @Test
  void givesTheRequestsBeforeAMalformedOne() {
    Wire wire = new Wire(Wire.MEMBER).readSplit(Wire.bytes("PING\r\n*x\r\n")).finish();
    assertThat(wire.requests).containsExactly(List.of("PING"));
    assertThat(wire.error()).isEqualTo("Protocol error: invalid multibulk length");
  }

  @Test
  void readsNothingMoreAfterAMalformedRequest() throws ProtocolException {
    Wire wire = new Wire(Wire.MEMBER).readSplit(Wire.bytes("*x\r\n"));
    wire.read(PING);
    assertThat(wire.requests).isEmpty();
    assertThat(wire.decoder.next(Wire.MEMBER)).isFalse();
    wire.finish();
  }

  @Test
  void holdsNoBufferWhenNothingWaits() {
    Wire wire = new Wire(Wire.MEMBER).readSplit(PING);
    assertThat(wire.fed.get(0).refCnt()).isZero();
    assertThat(wire.decoder.bufferedBytes()).isZero();
    assertThat(wire.decoder.freeBytes()).isZero();
    wire.finish();
  }

  @Test
  void doesNotHoldAWholeReadForTheStartOfARequest() {
    Wire wire = new Wire(Wire.MEMBER);
    byte[] read = new byte[60_000];
    Arrays.fill(read, (byte) '\n');
    read[read.length - 1] = '*';
    wire.read(read);
    assertThat(wire.fed.get(0).refCnt()).isZero();
    assertThat(wire.decoder.bufferedBytes()).isEqualTo(1);
    assertThat(wire.decoder.freeBytes()).isLessThan(256);
    wire.finish();
  }

  @Test
  void doesNotHoldAWholeReadForRequestsThatAreNotAskedFor() throws ProtocolException {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    RequestDecoder decoder = new RequestDecoder(allocator);
    ByteBuf read = allocator.directBuffer(64 * 1024).writeBytes(Wire.bytes("ONE\r\nTWO\r\n"));
    decoder.feed(read);
    assertThat(decoder.next(Wire.MEMBER)).isTrue();

    decoder.rest();

    assertThat(read.refCnt()).isZero();
    assertThat(decoder.bufferedBytes()).isEqualTo(5);
    assertThat(decoder.freeBytes()).isLessThan(256);
    assertThat(decoder.next(Wire.MEMBER)).isTrue();
    assertThat(decoder.request().text(0)).isEqualTo("TWO");
    decoder.close();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void reservesNothingForALengthThatIsOnlyAnnounced() {
    Wire wire = new Wire(new DecodeLimits(true, Long.MAX_VALUE));
    wire.read(Wire.bytes("*1000000\r\n$3\r\nSET\r\n$1073741824\r\n"));
    assertThat(wire.decoder.bufferedBytes()).isEqualTo(32);
    assertThat(wire.decoder.freeBytes()).isLessThan(256);
    assertThat(wire.allocator.metric().usedHeapMemory()).isLessThan(512);
    assertThat(wire.allocator.metric().usedDirectMemory()).isLessThan(512);
    wire.finish();
  }

  @Test
  void keepsNoRoomForArgumentsThatAreOnlyAnnounced() {
    ArgumentBounds bounds = new ArgumentBounds();
    int small = bounds.capacity();
    for (int i = 0; i < 1000; i++) {
      bounds.add(i, i);
    }
    assertThat(bounds.capacity()).isBetween(1000, 2000);
    bounds.clear();
    bounds.trim();
    assertThat(bounds.capacity()).isEqualTo(small);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 1_000_000})
  void decodesAHeaderOfAnyLength(int length) {
    byte[] sent = Wire.multibulk(List.of(Wire.bytes("ECHO"), new byte[length]));
    for (int at = 0; at < 24; at++) {
      Wire wire = new Wire(Wire.MEMBER).readSplit(sent, Math.min(at, sent.length)).finish();
      assertThat(wire.requests).hasSize(1);
      assertThat(wire.requests.get(0).get(1)).hasSize(length);
    }
  }

  @Test
  void decodesAnyNumberOfArguments() {
    for (int count : new int[] {1, 9, 10, 99, 100, 999, 1_000, 99_999, 100_000}) {
      byte[] sent = Wire.multibulk(Collections.nCopies(count, Wire.bytes("a")));
      Wire wire = new Wire(Wire.MEMBER).readSplit(sent).finish();
      assertThat(wire.requests).hasSize(1);
      assertThat(wire.requests.get(0)).hasSize(count);
    }
  }

  @Test
  void foldsTheEndOfAWordWhereverItStands() throws ProtocolException {
    for (int length = 1; length <= 20; length++) {
      String word = "ABCDEFGHIJKLMNOPQRST".substring(0, length);
      for (String sent : List.of(word + " x\r\n", "PING\r\n" + word + "\r\n")) {
        Wire wire = new Wire(Wire.MEMBER);
        wire.decoder.feed(Wire.buffer(wire.allocator, Wire.bytes(sent)));
        wire.decoder.feed(
            Wire.buffer(wire.allocator, Wire.multibulk(List.of(Wire.bytes(word), new byte[0]))));
        while (wire.decoder.next(Wire.MEMBER)) {
          Request request = wire.decoder.request();
          String expected = request.is(0, "PING") ? "ping" : word;
          assertThat(request.foldedTail(0)).isEqualTo(Request.foldedTail(expected));
        }
        wire.finish();
      }
    }
  }

  @Test
  void decodesALargeArgumentThatComesInPieces() {
    byte[] value = new byte[3_000_000];
    Arrays.fill(value, (byte) 'v');
    byte[] sent = Wire.multibulk(List.of(Wire.bytes("SET"), Wire.bytes("k"), value));
    int[] ends = IntStream.range(1, sent.length / 16_384 + 1).map(i -> i * 16_384).toArray();
    Wire wire = new Wire(Wire.MEMBER).readSplit(sent, ends).finish();
    assertThat(wire.requests).hasSize(1);
    assertThat(Wire.bytes(wire.requests.get(0).get(2))).isEqualTo(value);
  }

  @Test
  void decodesWhatWaitedWhileMoreWasFed() throws ProtocolException {
    Wire wire = new Wire(Wire.MEMBER);
    for (int i = 0; i < 1000; i++) {
      wire.decoder.feed(Wire.buffer(wire.allocator, PING));
      wire.decoder.feed(Wire.buffer(wire.allocator, PING));
      assertThat(wire.decoder.next(Wire.MEMBER)).isTrue();
      assertThat(Wire.arguments(wire.decoder.request())).containsExactly("PING");
    }
    int waiting = 1000;
    while (wire.decoder.next(Wire.MEMBER)) {
      waiting--;
    }
    assertThat(waiting).isZero();
    wire.finish();
  }

  @Test
  void keepsTheRequestGoodWhileMoreIsFed() throws ProtocolException {
    Wire wire = new Wire(Wire.MEMBER);
    wire.decoder.feed(Wire.buffer(wire.allocator, PING));
    assertThat(wire.decoder.next(Wire.MEMBER)).isTrue();
    Request request = wire.decoder.request();
    for (int i = 0; i < 100; i++) {
      wire.decoder.feed(Wire.buffer(wire.allocator, Wire.bytes("ECHO x\r\n")));
      assertThat(request.text(0)).isEqualTo("PING");
    }
    wire.finish();
  }

  @Test
  void endsARequestWhenTheNextIsAskedFor() throws ProtocolException {
    Wire wire = new Wire(Wire.MEMBER);
    wire.decoder.feed(Wire.buffer(wire.allocator, Wire.bytes("PING\r\n*1\r\n$4\r\nQUIT\r\n")));
    assertThat(wire.decoder.next(Wire.MEMBER)).isTrue();
    Request inline = wire.decoder.request();
    assertThat(wire.decoder.next(Wire.MEMBER)).isTrue();
    Request multibulk = wire.decoder.request();
    assertThat(wire.decoder.next(Wire.MEMBER)).isFalse();
    for (Request over : List.of(inline, multibulk)) {
      assertOver(over);
    }
    assertThatThrownBy(wire.decoder::request).isInstanceOf(IllegalStateException.class);
    wire.finish();
  }

  @Test
  void endsTheRequestWhenTheDecoderCloses() throws ProtocolException {
    Wire wire = new Wire(Wire.MEMBER);
    wire.decoder.feed(Wire.buffer(wire.allocator, PING));
    assertThat(wire.decoder.next(Wire.MEMBER)).isTrue();
    Request request = wire.decoder.request();
    wire.decoder.close();
    assertOver(request);
    wire.finish();
  }

  private static void assertOver(Request request) {
    List<Runnable> questions =
        List.of(
            request::count,
            request::memoryBytes,
            () -> request.length(0),
            () -> request.byteAt(0, 0),
            () -> request.bytes(0),
            () -> request.copyTo(0, new byte[4]),
            () -> request.text(0),
            () -> request.integer(0),
            () -> request.foldedTail(0),
            () -> request.is(0, "ping"));
    for (Runnable question : questions) {
      assertThatThrownBy(question::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("copy");
    }
  }

  @Test
  void releasesWhatIsFedAfterClose() throws ProtocolException {
    Wire wire = new Wire(Wire.MEMBER).readSplit(Wire.bytes("*1\r\n$4\r\nPI"));
    wire.decoder.close();
    wire.decoder.close();
    wire.read(PING);
    assertThat(wire.requests).isEmpty();
    assertThat(wire.decoder.next(Wire.MEMBER)).isFalse();
    wire.finish();
  }

  @Test
  void givesBackAnEmptyRead() {
    Wire wire = new Wire(Wire.MEMBER);
    wire.read(new byte[0]);
    wire.read(Arrays.copyOf(PING, 3));
    wire.read(new byte[0]);
    wire.read(Arrays.copyOfRange(PING, 3, PING.length));
    assertThat(wire.requests).containsExactly(List.of("PING"));
    wire.finish();
  }

  @Test
  void leavesTheReadBufferAsItIsWhenItUnquotesWords() {
    byte[] sent = Wire.bytes("ECHO \"\\x41\\x42\" 'c'\r\n");
    ByteBuf readOnly = Unpooled.wrappedBuffer(sent.clone()).asReadOnly();
    Wire wire = new Wire(Wire.MEMBER);
    wire.read(readOnly);
    assertThat(wire.requests).containsExactly(List.of("ECHO", "AB", "c"));
    wire.finish();
  }

  @Test
  void countsWhatItHoldsOfAnUnfinishedRequest() throws ProtocolException {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    RequestDecoder decoder = new RequestDecoder(allocator);
    String head = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1000000\r\n";
    decoder.feed(Wire.buffer(allocator, Wire.bytes(PING_TEXT + head + "v")));
    assertThat(decoder.next(Wire.MEMBER)).isTrue();
    assertThat(decoder.argumentBytes()).isEqualTo(4);
    assertThat(decoder.bufferedBytes()).isEqualTo(PING.length + head.length() + 1);
    assertThat(decoder.next(Wire.MEMBER)).isFalse();
    int buffered = head.length() + 1;
    for (int piece = 0; piece < 15; piece++) {
      expectHeld(decoder, allocator, buffered, 6);
      decoder.feed(Wire.buffer(allocator, new byte[50_000]));
      buffered += 50_000;
      assertThat(decoder.next(Wire.MEMBER)).isFalse();
    }
    decoder.feed(Wire.buffer(allocator, new byte[1_000_000 - 750_001]));
    decoder.feed(Wire.buffer(allocator, Wire.bytes("\r\n")));
    assertThat(decoder.next(Wire.MEMBER)).isTrue();
    expectHeld(decoder, allocator, head.length() + 1_000_002, 1_000_006);
    assertThat(decoder.request().memoryBytes()).isEqualTo(1_000_006);
    assertThat(decoder.next(Wire.MEMBER)).isFalse();
    expectHeld(decoder, allocator, 0, 0);
    assertThat(decoder.memoryBytes()).isLessThan(100);
    decoder.close();
  }

  private static void expectHeld(
      RequestDecoder decoder, UnpooledByteBufAllocator allocator, int buffered, int ofArguments) {
    assertThat(decoder.bufferedBytes()).isEqualTo(buffered);
    assertThat(decoder.argumentBytes()).isEqualTo(ofArguments);
    long taken = allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    assertThat((long) buffered + decoder.freeBytes()).isEqualTo(taken);
  }

  @Test
  void countsTheWordsOfALine() throws ProtocolException {
    RequestDecoder decoder = new RequestDecoder(UnpooledByteBufAllocator.DEFAULT);
    decoder.feed(Unpooled.copiedBuffer(Wire.bytes("SET  key \"value\"\r\n")));
    assertThat(decoder.next(Wire.MEMBER)).isTrue();
    assertThat(decoder.argumentBytes()).isEqualTo(11);
    decoder.close();
    assertThat(decoder.argumentBytes()).isZero();
    assertThat(decoder.bufferedBytes() + decoder.freeBytes()).isZero();
  }

  @Test
  void countsWhereManyArgumentsAre() throws ProtocolException {
    RequestDecoder decoder = new RequestDecoder(UnpooledByteBufAllocator.DEFAULT);
    decoder.feed(Unpooled.copiedBuffer(Wire.bytes("*100001\r\n" + "$0\r\n\r\n".repeat(100_000))));
    assertThat(decoder.next(Wire.MEMBER)).isFalse();
    long buffers = (long) decoder.bufferedBytes() + decoder.freeBytes();
    assertThat(decoder.memoryBytes() - buffers).isBetween(800_000L, 1_600_000L);
    decoder.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {PING_TEXT, "PING\r\n"})
  void aRequestThatIsPutBackIsFoundAgainBeforeThoseBehindIt(String ping) throws Exception {
    RequestDecoder decoder = new RequestDecoder(UnpooledByteBufAllocator.DEFAULT);
    decoder.feed(Unpooled.copiedBuffer(Wire.bytes(ping + "*2\r\n$4\r\nECHO\r\n$2\r\n")));
    assertThat(decoder.next(Wire.STRANGER)).isTrue();
    Request first = decoder.request();
    decoder.putBack();
    assertThatThrownBy(first::count).isInstanceOf(IllegalStateException.class);
    decoder.rest();
    decoder.feed(Unpooled.copiedBuffer(Wire.bytes("hi\r\n")));
    assertThat(decoder.next(Wire.STRANGER)).isTrue();
    assertThat(decoder.request().text(0)).isEqualTo("PING");
    assertThat(decoder.next(Wire.STRANGER)).isTrue();
    assertThat(decoder.request().text(1)).isEqualTo("hi");
    assertThat(decoder.next(Wire.STRANGER)).isFalse();
    assertThat(decoder.bufferedBytes()).isZero();
    decoder.close();
  }
}
