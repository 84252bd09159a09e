package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.peer.RedisServer;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyReader;
import io.ostiary.resp.ReplyScanner;
import io.ostiary.resp.Request;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are found where a redis-server finds them. */
final class KeySpecTest {

  private static RedisServer redis;
  private static Socket socket;
  private static BackendCommands commands;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start();
    socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
    socket.setSoTimeout(20_000);
    commands = BackendCommands.of(((AggregateReply) ask("COMMAND")).elements());
  }

  @AfterAll
  static void stop() throws Exception {
    if (socket != null) {
      socket.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  private static Reply ask(String... words) throws Exception {
    ByteBuf request = Wire.request(words);
    request.readBytes(socket.getOutputStream(), request.readableBytes());
    InputStream in = socket.getInputStream();
    ReplyScanner scanner = new ReplyScanner(Long.MAX_VALUE);
    ByteBuf reply = Unpooled.buffer();
    int scanned = 0;
    int end = ReplyScanner.UNFINISHED;
    while (end == ReplyScanner.UNFINISHED) {
      assertThat(reply.writeBytes(in, 64 * 1024)).as("the reply goes on").isPositive();
      end = scanner.scan(reply, scanned, reply.writerIndex());
      scanned = reply.writerIndex();
    }
    return ReplyReader.read(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET a",
        "MSET a 1 b 2 c 3",
        "DEL a b c",
        "BLPOP a b c 0",
        "EVAL script 2 a b c d",
        "FCALL f 1 a b",
        "XREAD COUNT 2 BLOCK 0 STREAMS a b 1 2",
        "XREADGROUP GROUP g c COUNT 1 STREAMS a >",
        "SORT a BY w_* LIMIT 0 1",
        "ZUNIONSTORE d 2 a b WEIGHTS 1 2",
        "ZINTER 2 a b WITHSCORES",
        "LMPOP 2 a b LEFT",
        "BLMPOP 0 2 a b LEFT",
        "GEORADIUS a 1 2 3 km",
        "GEORADIUS a 1 2 3 km STORE d",
        "OBJECT ENCODING a",
        "XGROUP CREATE a g $",
        "MEMORY USAGE a",
        "BITOP AND d a b",
        "MIGRATE host 1 a 0 5",
        "MIGRATE host 1 \"\" 0 5 KEYS a b c",
        "SMOVE a b c",
        "RENAME a b",
      })
  void areWhereTheServerFindsThem(String line) throws Exception {
    String[] words = line.replace("\"\"", "").split(" ", -1);
    Request request = Request.of(words);
    List<String> found = new ArrayList<>();
    commands.row(request).visitKeys(request, at -> found.add(request.text(at)));
    found.removeIf(key -> commands.row(request).mayNameKeysElsewhere() && key.isEmpty());
    String[] question =
        Stream.concat(Stream.of("COMMAND", "GETKEYS"), Stream.of(words)).toArray(String[]::new);
    List<String> told =
        ((AggregateReply) ask(question)).elements().stream().map(Backend::text).toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(told);
  }
}
