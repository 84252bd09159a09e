package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.ostiary.resp.DecodeLimits;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StringCommandsTest {

  private final Asker asker = new Asker(new Store(2));

  @Test
  void returnsWhatWasSet() {
    assertThat(asker.ask("SET name Ada")).isEqualTo("+OK");
    assertThat(asker.ask("GET name")).isEqualTo("$3 Ada");
  }

  @Test
  void hasNothingUnderOtherKeys() {
    asker.ask("SET name Ada");
    assertThat(asker.ask("GET Name")).isEqualTo("$-1");
  }

  @Test
  void keepsAnEmptyValueUnderAnEmptyKey() {
    asker.askWords("SET", "", "");
    assertThat(asker.askWords("GET", "")).isEqualTo("$0");
    assertThat(asker.ask("DBSIZE")).isEqualTo(":1");
  }

  @Test
  void keepsEveryByteOfKeysAndValues() throws ProtocolException {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    String key = new String(every, StandardCharsets.ISO_8859_1);

    assertThat(askBytes("SET", key, key)).isEqualTo(Reply.OK);
    assertThat(askBytes("GET", key)).isEqualTo(Reply.bulk(every));
    assertThat(askBytes("KEYS", "*")).isEqualTo(Reply.array(Reply.bulk(every)));
  }

  private Reply askBytes(String... words) throws ProtocolException {
    StringBuilder wire = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      wire.append("$" + word.length() + "\r\n").append(word).append("\r\n");
    }
    RequestDecoder decoder = new RequestDecoder(ByteBufAllocator.DEFAULT);
    try {
      decoder.feed(Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1));
      assertThat(decoder.next(new DecodeLimits(true, 1024))).isTrue();
      return asker.reply(decoder.request());
    } finally {
      decoder.close();
    }
  }

  @Test
  void readsSeveralKeysInTheOrderAsked() {
    asker.ask("MSET a 1 b 2");
    assertThat(asker.ask("MGET b none a b")).isEqualTo("*4 $1 2 $-1 $1 1 $1 2");
  }

  @Test
  void setsSeveralKeysOfWhichTheLastOfTheSameNameCounts() {
    assertThat(asker.ask("MSET a 1 b 2 a 3")).isEqualTo("+OK");
    assertThat(asker.ask("MGET a b")).isEqualTo("*2 $1 3 $1 2");
  }

  @Test
  void setsNothingWhenAValueIsMissing() {
    assertThat(asker.ask("MSET a 1 b"))
        .isEqualTo("-ERR wrong number of arguments for 'mset' command");
    assertThat(asker.ask("EXISTS a b")).isEqualTo(":0");
  }

  @Test
  void appendsToWhatIsThereAndBeginsWhatIsNot() {
    assertThat(asker.ask("APPEND a Hello")).isEqualTo(":5");
    assertThat(asker.askWords("APPEND", "a", ", you")).isEqualTo(":10");
    assertThat(asker.ask("GET a")).isEqualTo("$10 Hello, you");
  }

  @Test
  void appendingNothingToAMissingKeyMakesItEmpty() {
    assertThat(asker.askWords("APPEND", "a", "")).isEqualTo(":0");
    assertThat(asker.ask("EXISTS a")).isEqualTo(":1");
  }

  @Test
  void leavesARepliedValueAsItWasWhenTheKeyChanges() {
    asker.ask("SET a 12");
    Reply before = asker.reply(Request.of("GET", "a"));
    asker.ask("APPEND a 3");
    asker.ask("INCR a");
    assertThat(before).isEqualTo(Reply.bulk(new byte[] {'1', '2'}));
  }

  @Test
  void tellsTheLengthInBytes() {
    asker.ask("SET a \u00e9t\u00e9");
    assertThat(asker.ask("STRLEN a")).isEqualTo(":5");
    assertThat(asker.ask("STRLEN none")).isEqualTo(":0");
  }
}
