package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class PendingHeapTest {

  private final PendingHeap heap = new PendingHeap(100);
  private final byte[] value = new byte[60];

  @Test
  void anArrayCountsOnceHoweverManyWaitWithIt() {
    ByteBuf whole = Unpooled.wrappedBuffer(value);
    ByteBuf part = Unpooled.wrappedBuffer(value, 10, 20);
    assertThat(heap.take(whole)).isTrue();
    assertThat(heap.take(part)).isTrue();
    assertThat(heap.taken()).isEqualTo(60);
    heap.giveBack(whole);
    assertThat(heap.taken()).isEqualTo(60);
    heap.giveBack(part.skipBytes(20));
    assertThat(heap.taken()).isZero();
  }

  @Test
  void oneThatDoesNotFitBesideTheOthersIsRefused() {
    ByteBuf first = Unpooled.wrappedBuffer(value);
    assertThat(heap.take(first)).isTrue();
    assertThat(heap.take(Unpooled.wrappedBuffer(new byte[41]))).isFalse();
    assertThat(heap.take(Unpooled.wrappedBuffer(new byte[40]))).isTrue();
    heap.giveBack(first);
    assertThat(heap.taken()).isEqualTo(40);
  }

  @Test
  void aLargeOneIsLetThroughAlone() {
    ByteBuf large = Unpooled.wrappedBuffer(new byte[1_000]);
    assertThat(heap.take(large)).isTrue();
    assertThat(heap.take(Unpooled.wrappedBuffer(value))).isFalse();
    heap.giveBack(large);
    assertThat(heap.taken()).isZero();
  }

  @Test
  void oneThatDoesNotShowItsArrayCountsForItself() {
    ByteBuf hidden = Unpooled.wrappedBuffer(value).asReadOnly();
    assertThat(heap.take(hidden)).isTrue();
    assertThat(heap.taken()).isEqualTo(60);
    heap.giveBack(hidden);
    assertThat(heap.taken()).isZero();
  }
}
