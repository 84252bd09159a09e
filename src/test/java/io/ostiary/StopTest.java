package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ostiary.command.Command;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.resp.Reply;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** What the log says of the clients of a server that stops. */
final class StopTest {

  private static final Logger SESSIONS = (Logger) LoggerFactory.getLogger(ClientSession.class);

  private static final Command NEVER =
      Command.of("NEVER", 1, (client, request) -> Reply.later(Promise.<Reply>promise().future()));

  private final List<String> left = new CopyOnWriteArrayList<>();

  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getMessage().contains(" left: ")) {
            left.add(event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void listens() {
    appender.start();
    SESSIONS.addAppender(appender);
    SESSIONS.setLevel(Level.DEBUG);
    SESSIONS.setAdditive(false);
  }

  @AfterEach
  void leavesAllAsItWas() {
    SESSIONS.setAdditive(true);
    SESSIONS.setLevel(null);
    SESSIONS.detachAppender(appender);
  }

  @EachTransport
  void aStopThatWaitsForNobodyIsWhyEverybodyLeft(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, 1, NEVER);
        Peer idle = server.peer();
        Peer owed = server.peer()) {
      assertThat(idle.ask("CONFIG SET shutdown-timeout 0")).isEqualTo("+OK");
      owed.send("NEVER\r\n");
      await().untilAsserted(() -> assertThat(idle.askBulk("CLIENT LIST")).contains("cmd=never"));

      server.undeploy();

      assertThat(idle.rest()).isEmpty();
      assertThat(owed.rest()).isEmpty();
      assertThat(left).hasSize(2);
      assertThat(left).allMatch(line -> line.endsWith(" left: shutdown"));
    }
  }
}
