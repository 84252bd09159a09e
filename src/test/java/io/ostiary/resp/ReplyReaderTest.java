package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies of another server as values: what is read is what is written again. */
final class ReplyReaderTest {

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text.replace(" ", "\r\n"), StandardCharsets.UTF_8);
  }

  private static String written(ByteBuf bytes) {
    ByteBuf out = Unpooled.buffer();
    ReplyEncoder.encode(ReplyReader.read(bytes), 3, out);
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK ",
        "-ERR_no ",
        ":0 ",
        ":-42 ",
        ":9223372036854775807 ",
        "$0  ",
        "$5 hello ",
        "_ ",
        "#t ",
        "#f ",
        ",1.5 ",
        ",inf ",
        "(12345678901234567890123 ",
        "*0 ",
        "*3 :1 *1 +a $1 b ",
        "%1 +k *1 :1 ",
        "~2 :1 :2 ",
        ">2 +message $1 x "
      })
  void eachTypeIsReadAndWrittenAgain(String text) {
    ByteBuf bytes = bytes(text + "+next ");
    assertThat(written(bytes)).isEqualTo(text);
    assertThat(ReplyReader.read(bytes)).isEqualTo(Reply.simple("next"));
    assertThat(bytes.isReadable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'$-1 ', '_ '",
    "'*-1 ', '_ '",
    "'=7 txt:abc ', '$3 abc '",
    "'!5 ERR_x ', '-ERR_x '",
    "'$? ;2 ab ;3 cde ;0 ', '$5 abcde '",
    "'*? :1 :2 . ', '*2 :1 :2 '",
    "'|1 +ttl :5 +OK ', '+OK '"
  })
  void otherFormsOfAValueAreTheValue(String text, String same) {
    assertThat(written(bytes(text))).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$5 he", "*2 :1 ", "+O", "%1 +k "})
  void oneThatIsNotWholeIsRefused(String text) {
    assertThatThrownBy(() -> ReplyReader.read(bytes(text)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
