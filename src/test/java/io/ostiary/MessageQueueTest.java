package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.ClientMessage;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class MessageQueueTest {

  private static final int WRITERS = 4;
  private static final int EACH = 50_000;

  private final MessageQueue queue = new MessageQueue();

  @Test
  void everyMessageIsTakenOnceAndInTheOrderOfItsWriter() throws Exception {
    ExecutorService loop = Executors.newSingleThreadExecutor();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    ConcurrentLinkedQueue<Reply> taken = new ConcurrentLinkedQueue<>();
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int from = writer * EACH;
        writing.add(writers.submit(() -> write(from, loop, taken)));
      }
      for (Future<?> one : writing) {
        one.get();
      }
      loop.submit(() -> {}).get();
      while (queue.size() > 0) {
        loop.submit(() -> {}).get(); // the loop goes on by itself
      }
    } finally {
      writers.shutdownNow();
      loop.shutdown();
    }
    for (int writer = 0; writer < WRITERS; writer++) {
      int from = writer * EACH;
      assertThat(taken.stream().map(MessageQueueTest::number).filter(n -> n / EACH == from / EACH))
          .hasSize(EACH)
          .isSorted();
    }
    assertThat(queue.bytes()).isZero();
  }

  private void write(int from, ExecutorService loop, ConcurrentLinkedQueue<Reply> taken) {
    for (int i = 0; i < EACH; i++) {
      Reply content = Reply.push(List.of(new Reply.Int(from + i)));
      if (queue.addFirst(new ClientMessage(content, () -> true))) {
        loop.execute(() -> take(loop, taken));
      }
      if (i % 1000 == 0) {
        loop.execute(() -> takeWhatIsThere(taken)); // as a read does, between two turns
      }
    }
  }

  private void take(ExecutorService loop, ConcurrentLinkedQueue<Reply> taken) {
    takeWhatIsThere(taken);
    if (queue.isToBeTakenFromAgain()) {
      loop.execute(() -> take(loop, taken));
    }
  }

  private void takeWhatIsThere(ConcurrentLinkedQueue<Reply> taken) {
    for (int left = queue.size(); left > 0; left--) {
      taken.add(queue.remove().content());
    }
  }

  private static long number(Reply message) {
    return ((Reply.Int) ((AggregateReply) message).elements().get(0)).value();
  }
}
