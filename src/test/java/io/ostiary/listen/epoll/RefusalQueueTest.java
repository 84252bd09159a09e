package io.ostiary.listen.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.FileDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RefusalQueueTest {

  @Property(tries = 200)
  void givesWhatItTookInOrderHoweverManyThereAre(
      @ForAll @Size(max = 40) List<@IntRange(min = -60, max = 60) Integer> steps) {
    RefusalQueue queue = new RefusalQueue();
    Deque<FileDescriptor> expected = new ArrayDeque<>();
    int next = 1;
    for (int step : steps) {
      for (int i = 0; i < step; i++) {
        FileDescriptor socket = new FileDescriptor(next++);
        queue.add(socket, next);
        expected.add(socket);
      }
      for (int i = step; i < 0 && !expected.isEmpty(); i++) {
        assertThat(queue.remove()).isSameAs(expected.remove());
      }
      assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }

  @Test
  void knowsWhetherTheOldestIsOldEnoughAlsoWhenTheClockRunsOver() {
    RefusalQueue queue = new RefusalQueue();
    assertThat(queue.isOldestFrom(Long.MAX_VALUE)).isFalse();
    queue.add(new FileDescriptor(1), Long.MAX_VALUE - 5);
    queue.add(new FileDescriptor(2), Long.MIN_VALUE + 5);

    assertThat(queue.isOldestFrom(Long.MAX_VALUE - 6)).isFalse();
    assertThat(queue.isOldestFrom(Long.MAX_VALUE - 5)).isTrue();
    queue.remove();
    assertThat(queue.isOldestFrom(Long.MAX_VALUE)).isFalse();
    assertThat(queue.isOldestFrom(Long.MIN_VALUE + 6)).isTrue();
  }
}
