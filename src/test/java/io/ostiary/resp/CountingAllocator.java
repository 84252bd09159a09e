package io.ostiary.resp;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;

/** Allocates buffers that count the bytes read from them; copying does not count. */
final class CountingAllocator extends AbstractByteBufAllocator {

  private long looks;

  long looks() {
    return looks;
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return new Counting(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return new Counting(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }

  private final class Counting extends UnpooledHeapByteBuf {

    Counting(int initialCapacity, int maxCapacity) {
      super(UnpooledByteBufAllocator.DEFAULT, initialCapacity, maxCapacity);
    }

    @Override
    protected byte _getByte(int index) {
      looks++;
      return super._getByte(index);
    }

    @Override
    protected int _getInt(int index) {
      looks += Integer.BYTES;
      return super._getInt(index);
    }

    @Override
    protected long _getLong(int index) {
      looks += Long.BYTES;
      return super._getLong(index);
    }
  }
}
