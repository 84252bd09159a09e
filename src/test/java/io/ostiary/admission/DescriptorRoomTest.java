package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.UnixOperatingSystemMXBean;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import java.lang.management.ManagementFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** {@code maxclients} and the open-file limit. */
final class DescriptorRoomTest {

  // 1000 less 100 open, 3 listening, 32 for what comes later and 125 lingering.
  private static final DescriptorLimit ROOM_FOR_740 = DescriptorLimit.of(1_000, 100, 3);

  private static Settings maxClients(int clients) {
    return Settings.defaults().with(Directives.MAXCLIENTS, clients);
  }

  @Test
  void asManyClientsAsTheLimitLeavesRoomForAreLeftAlone() {
    Settings loaded = maxClients(740);
    assertThat(ROOM_FOR_740.clients()).isEqualTo(740);
    assertThat(ROOM_FOR_740.lowered(loaded)).isSameAs(loaded);
  }

  @Test
  void moreAreLoweredAndTheLogSaysToWhatAndHowToHaveThem() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger(DescriptorLimit.class);
    logger.addAppender(lines);
    try {
      Settings lowered = ROOM_FOR_740.lowered(maxClients(741));
      assertThat(lowered.get(Directives.MAXCLIENTS)).isEqualTo(740);
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("from 741 to 740", "limit is 1000", "needs 260", "ulimit -n 1001");
  }

  @Test
  void noRoomForASingleClientEndsTheStart() {
    DescriptorLimit none = DescriptorLimit.of(64, 20, 4);
    assertThat(none.clients()).isZero();
    assertThatThrownBy(() -> none.lowered(maxClients(10)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("limit of 64 leaves no room for a single client")
        .hasMessageContaining("needs 64")
        .hasMessageContaining("ulimit -n " + none.limitFor(10));
    assertThat(DescriptorLimit.of(32, 20, 4).clients()).isZero();
  }

  @Test
  void aRunningServerIsRefusedMoreClientsThanThereIsRoomFor() {
    LiveSettings settings = new LiveSettings(maxClients(10));
    ROOM_FOR_740.follow(settings);
    assertThat(settings.change("maxclients", "740").succeeded()).isTrue();
    assertThat(settings.change("maxclients", "741").cause())
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("try with 740");
    assertThat(settings.now().get(Directives.MAXCLIENTS)).isEqualTo(740);
  }

  @ParameterizedTest
  @CsvSource({"16, 8", "64, 8", "80, 10", "8000, 1000", "8192, 1024", "1000000, 1024"})
  void anEighthOfTheLimitLingersWithinBounds(long limit, int lingering) {
    assertThat(DescriptorLimit.of(limit, 0, 0).lingering()).isEqualTo(lingering);
  }

  @Test
  void theAdviceForFewClientsCountsTheFewestThatLinger() {
    DescriptorLimit none = DescriptorLimit.of(40, 0, 0);
    assertThat(none.clients()).isZero();
    assertThat(none.limitFor(1)).isEqualTo(41);
    assertThat(DescriptorLimit.of(41, 0, 0).clients()).isEqualTo(1);
  }

  @Test
  void aLimitBeyondEveryNumberOfClientsIsNone() {
    assertThat(new DescriptorLimit(Long.MAX_VALUE, 0).clients()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void theProcessIsCountedAsItIs() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    DescriptorLimit here = DescriptorLimit.ofThisProcess(7);
    assertThat(here.limit()).isEqualTo(system.getMaxFileDescriptorCount());
    assertThat(here.reserved() - here.lingering() - 32 - 7)
        .isCloseTo(system.getOpenFileDescriptorCount(), Offset.offset(5L));
  }
}
