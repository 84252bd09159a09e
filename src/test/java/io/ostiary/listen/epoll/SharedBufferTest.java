package io.ostiary.listen.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** The buffers that connections share. */
final class SharedBufferTest {

  private static final int BYTES = 64;

  /** An allocator that runs out of memory on demand. */
  private static final class Memory extends AbstractByteBufAllocator {

    private final UnpooledByteBufAllocator rest = new UnpooledByteBufAllocator(true);
    private boolean usedUp;

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      if (usedUp) {
        throw new OutOfMemoryError("as the test wants it");
      }
      return rest.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return rest.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  private final Memory memory = new Memory();
  private final SharedBuffer scratch = new SharedBuffer(memory, BYTES);

  @Test
  void oneBufferServesAllWhoGiveItBack() {
    ByteBuf first = scratch.take();
    first.release();
    ByteBuf second = scratch.take();

    assertThat(second).isSameAs(first);
    second.release();
  }

  @Test
  void whoKeepsABufferHasItAlone() {
    ByteBuf kept = scratch.take().writeByte(1);
    ByteBuf next = scratch.take();

    assertThat(next).isNotSameAs(kept);
    assertThat(kept.readableBytes()).isOne();
    next.release();
    kept.release();
  }

  @Test
  void aBufferThatSomebodyKeepsIsNotGivenToOthersWhenThereIsNoMemoryForAnother() {
    ByteBuf kept = scratch.take().writeByte(1);
    memory.usedUp = true;
    assertThatThrownBy(scratch::take).isInstanceOf(OutOfMemoryError.class);
    memory.usedUp = false;

    ByteBuf next = scratch.take();

    assertThat(next).isNotSameAs(kept);
    assertThat(kept.readableBytes()).isOne();
    next.release();
    kept.release();
    scratch.release();
    assertThat(memory.rest.metric().usedDirectMemory()).isZero();
  }
}
