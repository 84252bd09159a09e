package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeparturesTest {

  private final Departures departures = new Departures();

  private static ConnectedClient client(long id, CloseReason reason) {
    Addresses addresses = Ends.of("10.0.0.1:" + id, "127.0.0.1:6379", 9);
    ConnectedClient client =
        new ConnectedClient(id, addresses, true, 1_000, new TestLink(closed -> {}));
    client.move(ClientState.GONE, reason);
    return client;
  }

  @Test
  void showsWhatAClientDidAndWhyItLeft() {
    ConnectedClient client = client(7, CloseReason.QUERY_BUFFER_LIMIT);
    client.rename("worker");
    client.activity().received(100, 1_000);
    client.activity().sent(20);
    client.activity().began("ping");
    departures.add(client, 13_999);
    assertThat(departures.lines(10))
        .containsExactly(
            "time=13999 id=7 addr=10.0.0.1:7 name=worker user=default age=12 tot-cmds=1"
                + " tot-net-in=100 tot-net-out=20 reason=client-query-buffer-limit");
  }

  @Test
  void aReasonOfSeveralWordsIsOneFieldAllTheSame() {
    departures.add(client(1, CloseReason.PEER_CLOSED), 1_000);
    assertThat(departures.lines(1).get(0)).endsWith(" reason=closed-by-the-client");
  }

  @Test
  void listsTheNewestFirstAndAThousandAtTheMost() {
    assertThat(departures.lines(10)).isEmpty();
    for (int id = 1; id <= 3000; id++) {
      departures.add(client(id, id % 3 == 0 ? CloseReason.TIMEOUT : CloseReason.QUIT), 1_000);
    }
    List<String> ids = new ArrayList<>();
    departures.lines(5000).forEach(line -> ids.add(line.replaceAll(".* id=(\\d+) .*", "$1")));
    assertThat(ids).hasSize(1024).startsWith("3000", "2999").endsWith("1977");
    assertThat(departures.lines(2)).hasSize(2);
    assertThat(departures.counts())
        .containsEntry(CloseReason.TIMEOUT, 1000L)
        .containsEntry(CloseReason.QUIT, 2000L)
        .containsEntry(CloseReason.KILLED, 0L);
    departures.reset();
    assertThat(departures.counts().values()).containsOnly(0L);
    assertThat(departures.total()).isEqualTo(3000);
    assertThat(departures.lines(1)).hasSize(1);
  }
}
