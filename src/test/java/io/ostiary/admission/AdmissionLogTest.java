package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ostiary.client.ClientTable;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log of admission: edges, and not too often. */
final class AdmissionLogTest {

  private static final Logger PACKAGE =
      (Logger) LoggerFactory.getLogger(Admission.class.getPackageName());

  private static final Arrival LOCAL =
      new Arrival(PeerAddress.of(new byte[] {127, 0, 0, 1}, 1), ListenerProfile.TCP);

  private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  // Not 0: the times of a JVM begin anywhere, and may pass from positive to negative.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private final LiveSettings settings =
      new LiveSettings(Settings.defaults().with(Directives.MAXCLIENTS, 20));
  private final MaxClientsRule rule = new MaxClientsRule(new ClientTable(), settings, nanos::get);
  private final Deque<Permit> taken = new ArrayDeque<>();

  @BeforeEach
  void attach() {
    lines.start();
    PACKAGE.addAppender(lines);
    PACKAGE.setLevel(Level.INFO);
  }

  @AfterEach
  void detach() {
    PACKAGE.setLevel(null);
    PACKAGE.detachAppender(lines);
  }

  private List<String> logged() {
    List<String> texts = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    lines.list.clear();
    return texts;
  }

  private void fill() {
    while (rule.judge(LOCAL) instanceof Verdict.Admitted admitted) {
      taken.add(admitted.permit());
    }
  }

  private void leave(int clients) {
    for (int i = 0; i < clients; i++) {
      taken.remove().release();
    }
  }

  @Test
  void reachingTheLimitIsToldOnceAndLeavingItByATenthAgain() {
    fill();
    assertThat(logged()).containsExactly("maxclients (20) reached: new clients are refused");
    nanos.addAndGet(TEN_SECONDS);
    fill();
    assertThat(logged()).isEmpty();
    leave(1);
    assertThat(logged()).as("19 clients").isEmpty();
    leave(1);
    assertThat(logged())
        .containsExactly("Below maxclients again, with 18 clients: new ones are admitted");
    leave(1);
    nanos.addAndGet(TEN_SECONDS);
    leave(1);
    assertThat(logged()).as("told already").isEmpty();
  }

  @Test
  void betweenTwoLinesAreTenSeconds() {
    fill();
    assertThat(logged()).hasSize(1);
    nanos.addAndGet(TEN_SECONDS - 1);
    leave(10);
    assertThat(logged()).as("a moment too early").isEmpty();
    nanos.incrementAndGet();
    leave(1);
    assertThat(logged()).hasSize(1);
    fill();
    assertThat(logged()).as("no time has passed").isEmpty();
    nanos.addAndGet(TEN_SECONDS);
    fill();
    assertThat(logged()).hasSize(1);
  }

  @Test
  void belowTheLimitNothingIsTold() {
    taken.add(((Verdict.Admitted) rule.judge(LOCAL)).permit());
    leave(1);
    assertThat(logged()).isEmpty();
  }

  @Test
  void aRuleThatFailsIsToldOnceASecond() {
    AdmissionRule broken =
        arrival -> {
          throw new IllegalStateException("on purpose");
        };
    Admission admission = new Admission(List.of(broken), nanos::get);
    admission.judge(LOCAL);
    admission.judge(LOCAL);
    assertThat(logged()).singleElement().asString().contains("connections are refused");
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
    admission.judge(LOCAL);
    assertThat(logged()).isEmpty();
    nanos.incrementAndGet();
    admission.judge(LOCAL);
    assertThat(logged()).hasSize(1);
  }
}
