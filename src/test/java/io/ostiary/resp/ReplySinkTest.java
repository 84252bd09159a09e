package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplySinkTest {

  /** Collects pieces, and takes a new buffer after each large one. */
  private static final class Pieces implements ReplySink {

    private final List<byte[]> large = new ArrayList<>();
    private final ByteBuf all = Unpooled.buffer();
    private ByteBuf buffer = Unpooled.buffer();

    @Override
    public ByteBuf buffer() {
      return buffer;
    }

    @Override
    public void large(byte[] bytes) {
      large.add(bytes);
      all.writeBytes(buffer).writeBytes(bytes);
      // What is appended to the previous buffer is lost.
      buffer.release();
      buffer = Unpooled.buffer();
    }

    ByteBuf all() {
      return all.writeBytes(buffer);
    }
  }

  @Property(tries = 200)
  void givesTheSameBytesInPieces(
      @ForAll("replies") Reply reply, @ForAll @IntRange(min = 2, max = 3) int respVersion) {
    Pieces pieces = new Pieces();
    ReplyEncoder.encode(reply, respVersion, pieces);
    ByteBuf whole = Unpooled.buffer();
    ReplyEncoder.encode(reply, respVersion, whole);
    assertThat(pieces.all()).isEqualTo(whole);
    assertThat(pieces.large).allMatch(bytes -> bytes.length >= ReplyEncoder.LARGE_BYTES);
  }

  @Provide
  Arbitrary<Reply> replies() {
    Arbitrary<Reply> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(Reply.OK, Reply.NULL, Reply.integer(7), Reply.bulk("text")),
            Arbitraries.of(
                    0, 1, 100, ReplyEncoder.LARGE_BYTES - 1, ReplyEncoder.LARGE_BYTES, 50_000)
                .map(length -> Reply.bulk(new byte[length])));
    return Arbitraries.recursive(
        () -> leaf, inner -> inner.list().ofMaxSize(5).map(Reply::array), 0, 3);
  }

  @Test
  void handsALargeStringOverAsItIs() {
    byte[] large = new byte[ReplyEncoder.LARGE_BYTES];
    byte[] small = new byte[ReplyEncoder.LARGE_BYTES - 1];
    Pieces pieces = new Pieces();
    ReplyEncoder.encode(Reply.bulk(large), 2, pieces);
    ReplyEncoder.encode(Reply.bulk(small), 2, pieces);
    ReplyEncoder.encode(Reply.map(Reply.bulk("k"), Reply.array(Reply.bulk(large))), 3, pieces);
    assertThat(pieces.large).hasSize(2).allMatch(bytes -> bytes == large);
  }

  @Test
  void refusesWhatTheBufferIsRefused() {
    Pieces pieces = new Pieces();
    Reply later = Reply.later(Future.succeededFuture(Reply.OK));
    assertThatThrownBy(() -> ReplyEncoder.encode(later, 2, pieces))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ReplyEncoder.encode(Reply.array(Reply.OK), 4, pieces))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pieces.all().readableBytes()).isZero();
  }
}
