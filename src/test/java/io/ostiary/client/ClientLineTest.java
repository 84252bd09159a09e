package io.ostiary.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientLineTest {

  private final ConnectedClient client = open("10.0.0.1:50001");

  @Test
  void showsTheFieldsInRedissOrder() {
    client.rename("me");
    client.select(3);
    client.respVersion(3);
    client.library(new ClientLibrary("jedis", "5.1"));
    client.activity().received(26, 103_500);
    client.activity().sent(7);
    client.activity().began("client|list");
    client.activity().input(26, 1000, 10);
    client.activity().output(1024, 5);
    assertThat(line(105_999))
        .isEqualTo(
            "id=1 addr=10.0.0.1:50001 laddr=[::1]:6379 fd=9 name=me age=5 idle=2 flags=N db=3"
                + " sub=0 psub=0 ssub=0 multi=-1 qbuf=26 qbuf-free=1000 argv-mem=10 multi-mem=0"
                + " rbs=1024 rbp=1024 obl=0 oll=1 omem=5 tot-mem=2755 events=r cmd=client|list"
                + " user=default redir=-1 resp=3 lib-name=jedis lib-ver=5.1 tot-net-in=26"
                + " tot-net-out=7 tot-cmds=1 listener=tcp");
  }

  @Test
  void showsAClientThatHasDoneNothing() {
    assertThat(line(100_000))
        .contains(" name= age=0 idle=0 flags=N db=0 ", " cmd=NULL ", " oll=0 omem=0 tot-mem=700 ");
  }

  @Test
  void showsNoNegativeAgeWhenTheClockIsSetBack() {
    assertThat(line(10)).contains(" age=0 idle=0 ");
  }

  @Test
  void showsFlags() {
    client.exemptFromEviction(true);
    assertThat(line(100_000)).contains(" flags=e ");
    client.close(CloseReason.KILLED);
    assertThat(line(100_000)).contains(" flags=ce ");
  }

  @Test
  void listsLinesInTheOrderGivenHoweverLongTheyAre() {
    ConnectedClient other = open("[2001:db8::1]:7");
    other.rename("n".repeat(5000));
    List<ConnectedClient> clients = List.of(other, client, client);
    String lines = lines(clients, 100_000);
    assertThat(lines.lines()).containsExactly(line(other, 100_000), line(100_000), line(100_000));
    assertThat(lines).endsWith("\n");
    assertThat(lines(List.of(), 100_000)).isEmpty();
  }

  private String line(long nowMillis) {
    return line(client, nowMillis);
  }

  private static String line(ConnectedClient shown, long nowMillis) {
    return lines(List.of(shown), nowMillis).stripTrailing();
  }

  private static String lines(List<ConnectedClient> shown, long nowMillis) {
    ByteBuf out = Unpooled.buffer();
    ClientLine.write(shown, nowMillis, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ConnectedClient open(String remote) {
    Addresses origin = Ends.of(remote, "[::1]:6379", 9);
    return new ConnectedClient(1, origin, true, 100_000, new TestLink(reason -> {}));
  }
}
