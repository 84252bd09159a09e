package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectedClientTest {

  private final List<CloseReason> closed = new ArrayList<>();
  private final ConnectedClient client =
      new ConnectedClient(
          7, Ends.of("10.0.0.1:50001", "127.0.0.1:6379", -1), true, 0, new TestLink(closed::add));

  @Test
  void keepsWhatAProgramPutsUnderItsKeys() {
    ClientKey<String> tenant = ClientKey.of("tenant");
    ClientKey<String> other = ClientKey.of("tenant");
    client.remove(tenant);
    assertThat(client.get(tenant)).isEmpty();
    client.put(tenant, "blue");
    client.put(other, "red");
    assertThat(client.get(tenant)).contains("blue");
    client.reset();
    assertThat(client.get(other)).contains("red");
    client.remove(tenant);
    assertThat(client.get(tenant)).isEmpty();
    assertThat(client.get(other)).contains("red");
    assertThat(tenant).hasToString("tenant");
  }

  @Test
  void theFirstReasonToCloseItStays() {
    assertThat(client.state()).isEqualTo(ClientState.SERVING);
    assertThat(client.close(CloseReason.KILLED)).isTrue();
    assertThat(client.close(CloseReason.CLOSED_BY_PROGRAM)).isFalse();
    assertThat(client.state()).isEqualTo(ClientState.CLOSING);
    assertThat(client.isClosing()).isTrue();
    assertThat(client.move(ClientState.GONE, CloseReason.CLOSED_BY_PROGRAM)).isTrue();
    assertThat(client.closeReason()).isEqualTo(CloseReason.KILLED);
    assertThat(client.move(ClientState.CLOSING, CloseReason.KILLED)).isFalse();
    assertThat(closed).startsWith(CloseReason.KILLED);
  }

  @Test
  void namesItselfInTheLog() {
    assertThat(client).hasToString("id=7 addr=10.0.0.1:50001");
  }
}
