package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.peer.RedisServer;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ReplyReader;
import io.ostiary.resp.ReplyScanner;
import io.ostiary.resp.Request;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real server says of its commands, and what the gateway makes of that. */
final class BackendCommandsTest {

  private static BackendCommands commands;

  @BeforeAll
  static void ask() throws Exception {
    ByteBuf answer = Unpooled.buffer();
    ReplyScanner scanner = new ReplyScanner(Long.MAX_VALUE);
    try (RedisServer redis = RedisServer.start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.getOutputStream().write("COMMAND\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[64 * 1024];
      int scanned = 0;
      while (scanner.scan(answer, scanned, answer.writerIndex()) == ReplyScanner.UNFINISHED) {
        scanned = answer.writerIndex();
        answer.writeBytes(buffer, 0, in.read(buffer));
      }
    }
    commands = BackendCommands.of(((AggregateReply) ReplyReader.read(answer)).elements());
  }

  private static BackendRow row(String request) {
    return commands.row(Request.of(request.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "get k, SHARED, get",
    "SET k v, SHARED, set",
    "blpop k 0, BLOCKING, blpop",
    "BLMPOP 0 1 k LEFT, BLOCKING, blmpop",
    "bzpopmin k 0, BLOCKING, bzpopmin",
    "BLMOVE a b LEFT LEFT 0, BLOCKING, blmove",
    "xread streams k 0, SHARED, xread",
    "XREAD COUNT 1 BLOCK 5 STREAMS k 0, BLOCKING_IF_TOLD, xread",
    "XREAD STREAMS BLOCK 0, SHARED, xread",
    "XREADGROUP GROUP g c BLOCK 1 STREAMS k >, BLOCKING_IF_TOLD, xreadgroup",
    "watch k, WATCH, watch",
    "MULTI, MULTI, multi",
    "SUBSCRIBE c, SUBSCRIBE, subscribe",
    "monitor, MONITOR, monitor",
    "CLIENT TRACKING ON, TRACKING, client|tracking",
    "client id, SHARED, client|id",
    "CONFIG get x, SHARED, config|get",
    "eval x 0, SLOW, eval",
    "WAIT 1 0, WAIT, wait",
    "PSYNC ? -1, STREAM, psync"
  })
  void eachCommandIsTreatedByWhatItIs(String text, Treatment treatment, String fullName) {
    Request request = Request.of(text.split(" "));
    BackendRow row = commands.row(request);
    assertThat(row.treatment().of(request)).isEqualTo(treatment);
    assertThat(row.fullName()).isEqualTo(fullName);
  }

  @Test
  void aKnownContainerWithAnUnknownSubcommandIsTheContainer() {
    assertThat(row("CONFIG NOSUCH").fullName()).isEqualTo("config");
    assertThat(row("CONFIG").fullName()).isEqualTo("config");
    assertThat(row("NOSUCH")).isNull();
  }

  @Test
  void onlyWhatReadsMayBeRepeated() {
    for (String reads : List.of("GET k", "MGET a b", "LRANGE l 0 -1", "KEYS *", "OBJECT freq k")) {
      assertThat(row(reads).retryFlag()).as(reads).isEqualTo(InFlight.READ_ONLY);
    }
    for (String writes : List.of("SET k v", "INCR k", "GETDEL k", "EVAL x 0", "GETEX k")) {
      assertThat(row(writes).retryFlag()).as(writes).isZero();
    }
    for (String blocks : List.of("BLPOP k 0", "XREAD BLOCK 0 STREAMS k $")) {
      assertThat(row(blocks).flags()).as(blocks).contains("blocking");
    }
  }

  @Test
  void noneAreKnownOfAServerThatTellsNone() {
    assertThat(BackendCommands.of(List.of()).row(Request.of("GET", "k"))).isNull();
  }
}
