package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientFilterTest {

  private final ClientTable table = new ClientTable();
  private final ConnectedClient one = open("10.0.0.1:1", 100_000);
  private final ConnectedClient two = open("10.0.0.2:2", 160_000);

  @Test
  void takesEveryoneAtFirst() {
    assertThat(table.list(ClientFilter.ALL)).containsExactly(one, two);
  }

  @Test
  void takesByEachCondition() {
    assertThat(table.list(ClientFilter.ALL.withIds(Set.of(2L, 9L)))).containsExactly(two);
    assertThat(table.list(ClientFilter.ALL.withRemote("10.0.0.1:1"))).containsExactly(one);
    assertThat(table.list(ClientFilter.ALL.withLocal("127.0.0.1:6379"))).hasSize(2);
    assertThat(table.list(ClientFilter.ALL.withLocal("10.0.0.1:1"))).isEmpty();
    assertThat(table.list(ClientFilter.ALL.withUser("default"))).hasSize(2);
    assertThat(table.list(ClientFilter.ALL.withUser("bob"))).isEmpty();
    assertThat(table.list(ClientFilter.ALL.without(one))).containsExactly(two);
    assertThat(table.list(ClientFilter.ALL.none())).isEmpty();
  }

  @Test
  void takesTheAgeItselfButNothingYounger() {
    assertThat(table.list(ClientFilter.ALL.withMinimumAge(60, 160_000))).containsExactly(one);
    assertThat(table.list(ClientFilter.ALL.withMinimumAge(60, 159_999))).isEmpty();
  }

  @Test
  void wantsAllConditionsToHold() {
    ClientFilter both = ClientFilter.ALL.withIds(Set.of(1L, 2L)).withRemote("10.0.0.2:2");
    assertThat(table.list(both)).containsExactly(two);
    assertThat(table.list(both.without(two))).isEmpty();
  }

  private ConnectedClient open(String remote, long nowMillis) {
    ConnectedClient client =
        new ConnectedClient(
            table.nextId(),
            Ends.of(remote, "127.0.0.1:6379", -1),
            true,
            nowMillis,
            new TestLink(reason -> {}));
    table.add(client);
    return client;
  }
}
