package io.ostiary.gateway;

import static io.ostiary.gateway.InFlight.CHAINED;
import static io.ostiary.gateway.InFlight.CHAIN_BEGINS;
import static io.ostiary.gateway.InFlight.CHAIN_ENDS;
import static io.ostiary.gateway.InFlight.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ostiary.resp.ErrorReply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent again when a connection is lost, and what fails. */
final class ExchangeLossTest {

  private final HeardReplies one = new HeardReplies();
  private final HeardReplies other = new HeardReplies();
  private final SentBytes connection = new SentBytes();
  private final Exchange exchange = new Exchange(UnpooledByteBufAllocator.DEFAULT, one);

  @AfterEach
  void release() {
    exchange.release();
  }

  private void ask(String request, ReplyTarget target, int flags) {
    ByteBuf bytes = Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII);
    exchange.add(bytes, 0, bytes.readableBytes(), target, flags);
  }

  private void chain(ReplyTarget target) {
    ask("[", target, CHAINED | CHAIN_BEGINS);
    ask("-", target, CHAINED);
    ask("]", target, CHAINED | CHAIN_ENDS);
  }

  private void send() {
    exchange.flushTo(connection);
    connection.take();
  }

  private void lose(long unsent) {
    lose(unsent, true);
  }

  private void lose(long unsent, boolean resends) {
    exchange.lost(
        unsent,
        resends,
        (sent, ran) -> new ErrorReply(sent ? (ran ? "may have run" : "read") : "not sent"));
  }

  /** What the next connection is sent. */
  private String again() {
    exchange.flushTo(connection);
    return connection.take();
  }

  private void reply(String bytes) throws Exception {
    exchange.read(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
  }

  @Test
  void whatWasNotSentIsSentAndWhatWasSentMayHaveRun() {
    ask("w1", one, 0);
    send();
    ask("w2", other, 0);
    lose(0);
    assertThat(one.heard).containsExactly("may have run");
    assertThat(other.heard).isEmpty();
    assertThat(again()).isEqualTo("w2");
    assertThat(exchange.retried()).isZero();
  }

  @Test
  void whatWasPartlySentIsSentAgainWhole() {
    ask("whole", one, 0);
    ask("partly", other, 0);
    send();
    lose(3);
    assertThat(one.heard).containsExactly("may have run");
    assertThat(other.heard).isEmpty();
    assertThat(again()).isEqualTo("partly");
  }

  @Test
  void whatOnlyReadsIsSentAgainOnce() throws Exception {
    ask("r1", one, READ_ONLY);
    ask("r2", other, READ_ONLY);
    send();
    lose(0);
    assertThat(exchange.retried()).isEqualTo(2);
    assertThat(again()).isEqualTo("r1r2");
    reply("+a\r\n");
    lose(0);
    assertThat(one.heard).containsExactly("+a (1)");
    assertThat(other.heard).containsExactly("read");
    assertThat(again()).isEmpty();
  }

  @Test
  void aReplyOfWhichAPartWasPassedOnIsNotAskedForAgain() throws Exception {
    ask("r1", one, READ_ONLY);
    ask("r2", other, READ_ONLY);
    send();
    reply("$5\r\nhe");
    lose(0);
    assertThat(one.heard).containsExactly("$5 he (0...)", "read begun");
    assertThat(other.heard).isEmpty();
    assertThat(again()).isEqualTo("r2");
  }

  @Test
  void whoLosesAReplyLosesThoseBeforeItToo() {
    ask("r1", one, READ_ONLY);
    ask("r2", other, READ_ONLY);
    ask("w3", one, 0);
    ask("r4", one, READ_ONLY);
    send();
    lose(0);
    // In its order: r4 comes behind what was lost, and may be asked again.
    assertThat(one.heard).containsExactly("read", "may have run");
    assertThat(other.heard).isEmpty();
    assertThat(again()).isEqualTo("r2r4");
  }

  @Test
  void aTransactionThatWasNotWhollySentIsSentAgainWhole() {
    chain(one);
    send();
    lose(1);
    assertThat(one.heard).isEmpty();
    assertThat(again()).isEqualTo("[-]");
  }

  @Test
  void aTransactionThatWasWhollySentFailsWhole() {
    chain(one);
    ask("r", other, READ_ONLY);
    send();
    lose(0);
    assertThat(one.heard).containsExactly("may have run", "may have run", "may have run");
    assertThat(again()).isEqualTo("r");
  }

  @Test
  void aTransactionWhoseBeginningWasAnsweredFailsWhole() throws Exception {
    chain(one);
    ask("w", other, 0);
    send();
    reply("+OK\r\n");
    lose(2);
    assertThat(one.heard).hasSize(3).startsWith("+OK (1)");
    assertThat(other.heard).isEmpty();
    assertThat(again()).isEqualTo("w");
  }

  @Test
  void whenThereIsToBeNoOtherConnectionAllFail() {
    ask("r", one, READ_ONLY);
    send();
    ask("w", other, 0);
    chain(other);
    lose(0, false);
    assertThat(one.heard).containsExactly("read");
    assertThat(other.heard).containsExactly("not sent", "not sent", "not sent", "not sent");
    assertThat(exchange.isEmpty()).isTrue();
    assertThat(again()).isEmpty();
  }

  @Test
  void repliesOfTheNextConnectionGoToWhoAskedAgain() throws Exception {
    ask("w1", one, 0);
    ask("r2", other, READ_ONLY);
    send();
    lose(0);
    ask("w3", one, 0);
    assertThat(again()).isEqualTo("r2w3");
    reply("+two\r\n+three\r\n");
    assertThat(other.heard).containsExactly("+two (1)");
    assertThat(one.heard).containsExactly("may have run", "+three (1)");
  }
}
