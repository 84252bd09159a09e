package io.ostiary.store;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Optional;

/** The heap of this JVM. Any thread. */
final class JvmHeap implements Heap {

  private final Runtime runtime = Runtime.getRuntime();

  @Override
  public long maxBytes() {
    return runtime.maxMemory();
  }

  @Override
  public long committedBytes() {
    return runtime.totalMemory();
  }

  @Override
  public long usedBytes() {
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public long oldMaxBytes() {
    long max = OldGeneration.POOL.map(pool -> pool.getUsage().getMax()).orElse(-1L);
    return max < 0 ? maxBytes() : max;
  }

  @Override
  public long oldBytesAfterCollection() {
    return OldGeneration.POOL
        .map(MemoryPoolMXBean::getCollectionUsage)
        .map(MemoryUsage::getUsed)
        .orElse(0L);
  }

  @Override
  public void collect() {
    System.gc();
  }

  /** Loaded on first use: the beans take a while, and a start should not. */
  private static final class OldGeneration {

    // Of the heap pools, only the old generation supports a usage threshold.
    static final Optional<MemoryPoolMXBean> POOL =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isUsageThresholdSupported)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .findFirst();
  }
}
