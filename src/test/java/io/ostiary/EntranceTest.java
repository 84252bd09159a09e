package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** A session that fails while it is set up gives back what it took. */
final class EntranceTest {

  private static final Logger SESSIONS = (Logger) LoggerFactory.getLogger(ClientSession.class);

  /** A log whose first line about an accepted client fails. */
  private static final class FullDisk extends ListAppender<ILoggingEvent> {

    private final AtomicInteger failures = new AtomicInteger();

    @Override
    public synchronized void doAppend(ILoggingEvent event) {
      if (event.getMessage().startsWith("Accepted") && failures.getAndIncrement() == 0) {
        throw new IllegalStateException("no space left, on purpose");
      }
    }
  }

  @EachTransport
  void whoseSessionCannotBeMadeIsClosedAndLeavesItsPlaceToTheNext(TestTransport transport)
      throws Exception {
    FullDisk disk = new FullDisk();
    disk.start();
    JsonObject config = Served.local().put("maxclients", 1);
    try (Served server = Served.on(transport, config, 1)) {
      SESSIONS.setLevel(Level.DEBUG);
      SESSIONS.setAdditive(false);
      SESSIONS.addAppender(disk);
      try (Peer unlucky = server.peer()) {
        assertThat(unlucky.rest()).isEmpty();
      }
      try (Peer next = server.peer()) {
        assertThat(next.ask("PING")).isEqualTo("+PONG");
        assertThat(next.info("connected_clients")).isEqualTo(1);
      }
    } finally {
      SESSIONS.detachAppender(disk);
      SESSIONS.setAdditive(true);
      SESSIONS.setLevel(null);
    }
    assertThat(disk.failures.get()).isEqualTo(2);
  }
}
