package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfoSectionsTest {

  private final FakeHeap heap = new FakeHeap();
  private final Store store =
      new Store(
          3, System::currentTimeMillis, new MemoryLimit(new HeapWatch(heap, System::nanoTime)));
  private final Asker asker = new Asker(store);

  @Test
  void showsDatabasesThatHoldSomething() {
    assertThat(new KeyspaceInfo(store).lines()).isEmpty();
    store.maxBytes(1000);
    asker.ask("SET a 1");
    asker.ask("EXPIRE a 100");
    asker.select(2);
    asker.ask("SET a 1");
    assertThat(new KeyspaceInfo(store).lines())
        .isEqualTo("db0:keys=1,expires=1,avg_ttl=0\r\ndb2:keys=1,expires=0,avg_ttl=0\r\n");
  }

  @Test
  void showsWhatMemoryIsTaken() {
    assertThat(new MemoryInfo(store).lines().replace("\r\n", " "))
        .isEqualTo(
            "used_memory:0 used_memory_human:0B used_heap:500 used_heap_human:500B"
                + " max_heap:1000 max_heap_human:1000B maxmemory:600 maxmemory_human:600B"
                + " maxmemory_policy:noeviction ");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.00K",
    "1536, 1.50K",
    "322122547, 307.20M",
    "5368709120, 5.00G",
    "9223372036854775807, 8192.00P"
  })
  void writesAmountsForPeople(long bytes, String text) {
    assertThat(MemoryInfo.human(bytes)).isEqualTo(text);
  }
}
