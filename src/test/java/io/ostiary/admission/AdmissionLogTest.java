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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log of admission: when a rule begins to refuse and when it has stopped, nothing between. */
final class AdmissionLogTest {

  private static final Logger PACKAGE =
      (Logger) LoggerFactory.getLogger(Admission.class.getPackageName());

  private static final Arrival LOCAL =
      new Arrival(PeerAddress.of(new byte[] {127, 0, 0, 1}, 7), ListenerProfile.TCP);

  private static final long MINUTE = TimeUnit.SECONDS.toNanos(60);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  // Not 0: the times of a JVM begin anywhere, and may pass from positive to negative.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private final LiveSettings settings =
      new LiveSettings(Settings.defaults().with(Directives.MAXCLIENTS, 1));
  private final Admission admission =
      new Admission(
          List.of(new DenyFromRule(settings), new MaxClientsRule(new ClientTable(), settings)),
          nanos::get);

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

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(admission.judge(LOCAL)).isInstanceOf(Verdict.Refused.class);
    }
  }

  private void after(long moreNanos) {
    nanos.addAndGet(moreNanos);
    admission.refusals().tick();
  }

  @Test
  void aRuleIsNamedOnceWhenItBeginsToRefuseAndOnceWhenItHasStopped() {
    Verdict only = admission.judge(LOCAL);
    assertThat(logged()).as("nothing was refused").isEmpty();
    refuse(1);
    assertThat(logged())
        .containsExactly(
            "maxclients refuses connections; the first is 127.0.0.1:7 at listener tcp, which reads:"
                + " ERR max number of clients reached");
    after(MINUTE / 2);
    refuse(499);
    after(MINUTE - 1);
    assertThat(logged()).as("a moment too early").isEmpty();
    after(1);
    assertThat(logged())
        .containsExactly(
            "maxclients refuses no more: it refused 500 connections in 30 seconds, and none for a"
                + " minute");
    after(MINUTE);
    ((Verdict.Admitted) only).permit().release();
    assertThat(logged()).as("told already").isEmpty();
  }

  @Test
  void itMayBeginAgainAndCountsFromThere() {
    admission.judge(LOCAL);
    refuse(3);
    after(MINUTE);
    refuse(2);
    after(MINUTE);
    assertThat(logged())
        .hasSize(4)
        .last()
        .asString()
        .startsWith("maxclients refuses no more: it refused 2 connections in 0 seconds");
  }

  @Test
  void clientsWhoComeAndGoAtTheLimitDoNotFillTheLog() {
    for (int i = 0; i < 1000; i++) {
      Permit only = ((Verdict.Admitted) admission.judge(LOCAL)).permit();
      refuse(1);
      only.release();
      after(MINUTE - 1);
    }
    assertThat(logged()).hasSize(1);
  }

  @Test
  void eachRuleHasLinesOfItsOwn() {
    admission.judge(LOCAL);
    refuse(1);
    settings.change("deny-from", "127.0.0.0/8");
    refuse(1);
    assertThat(logged()).hasSize(2).last().asString().startsWith("deny-from refuses connections");
  }

  @Test
  void aRuleThatFailsIsToldOnceASecond() {
    AdmissionRule broken =
        arrival -> {
          throw new IllegalStateException("on purpose");
        };
    Admission broke = new Admission(List.of(broken), nanos::get);
    broke.judge(LOCAL);
    broke.judge(LOCAL);
    assertThat(logged())
        .hasSize(2)
        .anyMatch(line -> line.contains("failed: connections are refused"))
        .anyMatch(line -> line.startsWith("program refuses connections"));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
    broke.judge(LOCAL);
    assertThat(logged()).isEmpty();
    nanos.incrementAndGet();
    broke.judge(LOCAL);
    assertThat(logged()).hasSize(1);
  }
}
