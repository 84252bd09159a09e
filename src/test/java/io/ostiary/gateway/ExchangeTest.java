package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose each reply is, also when bytes come in any pieces. */
final class ExchangeTest {

  private final HeardReplies pushes = new HeardReplies();
  private final HeardReplies one = new HeardReplies();
  private final HeardReplies other = new HeardReplies();
  private final SentBytes connection = new SentBytes();
  private final Exchange exchange = new Exchange(UnpooledByteBufAllocator.DEFAULT, pushes);

  @AfterEach
  void release() {
    exchange.release();
  }

  private void ask(ReplyTarget target) {
    ByteBuf request = bytes("request ");
    exchange.add(request, 0, request.readableBytes(), target, 0);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text.replace("|", "\r\n"), StandardCharsets.ISO_8859_1);
  }

  private int read(String text) throws ProtocolException {
    return exchange.read(bytes(text));
  }

  @Test
  void repliesOfOneTargetThatComeTogetherArePassedOnTogether() throws Exception {
    ask(one);
    ask(one);
    ask(other);
    ask(one);
    exchange.flushTo(connection);
    assertThat(connection.take()).isEqualTo("request ".repeat(4));
    assertThat(read("+a|+b|:1|-ERR c|")).isEqualTo(1);
    assertThat(one.heard).containsExactly("+a +b (2)", "-ERR c (1)");
    assertThat(other.heard).containsExactly(":1 (1)");
    assertThat(exchange.isEmpty()).isTrue();
    assertThat(exchange.bytes()).isZero();
  }

  @Test
  void noMoreArePassedOnTogetherThanATargetTakes() throws Exception {
    HeardReplies few = new HeardReplies(2);
    for (int i = 0; i < 5; i++) {
      ask(few);
    }
    read("+a|+b|+c|+d|+e|");
    assertThat(few.heard).containsExactly("+a +b (2)", "+c +d (2)", "+e (1)");
  }

  @Test
  void aReplyIsPassedOnInPiecesAndEndsOnce() throws Exception {
    ask(one);
    ask(other);
    read("$5|he");
    read("llo");
    read("|+b");
    read("|");
    assertThat(one.heard).containsExactly("$5 he (0...)", "llo (0...)", "(1)");
    assertThat(other.heard).containsExactly("+b (0...)", "(1)");
  }

  @Test
  void eachByteMayComeAlone() throws Exception {
    ask(one);
    ask(other);
    String all = "*2|$1|a|:7|$-1|";
    for (char c : all.replace("|", "\r\n").toCharArray()) {
      exchange.read(Unpooled.copiedBuffer(String.valueOf(c), StandardCharsets.ISO_8859_1));
    }
    assertThat(exchange.isEmpty()).isTrue();
    assertThat(one.heard).filteredOn(text -> text.endsWith("(1)")).hasSize(1);
    assertThat(other.heard).filteredOn(text -> text.endsWith("(1)")).hasSize(1);
  }

  @Test
  void whatWasNotAskedForGoesToThePushesAndIsNoReply() throws Exception {
    ask(one);
    read("+a|>2|+x|:1|");
    ask(one);
    read(">1|+y|+b|");
    assertThat(pushes.heard).containsExactly(">2 +x :1 (0)", ">1 +y (0)");
    assertThat(one.heard).containsExactly("+a (1)", "+b (1)");
  }

  @Test
  void aReplyThatNobodyIsOwedBreaksTheProtocol() throws Exception {
    assertThatThrownBy(() -> read("+OK|")).isInstanceOf(ProtocolException.class);
  }

  @Test
  void whatCameWholeBeforeABreachIsPassedOn() {
    ask(one);
    ask(one);
    ask(other);
    assertThatThrownBy(() -> read("+a|+b|?|")).isInstanceOf(ProtocolException.class);
    assertThat(one.heard).containsExactly("+a +b (2)");
    exchange.lost(0, false, (sent, ran) -> new ErrorReply("ERR lost"));
    assertThat(other.heard).containsExactly("ERR lost");
  }

  @Test
  void whatCameWholeBeforeAnUnaskedReplyIsPassedOn() {
    ask(one);
    assertThatThrownBy(() -> read("+a|+b|")).isInstanceOf(ProtocolException.class);
    assertThat(one.heard).containsExactly("+a (1)");
  }

  @Test
  void aStreamGoesToThePushesAsItIs() throws Exception {
    exchange.streams();
    read("anything");
    assertThat(pushes.heard).containsExactly("anything (0)");
  }
}
