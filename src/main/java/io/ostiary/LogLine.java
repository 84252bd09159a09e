package io.ostiary;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * A line of the log: {@code 24 Nov 2026 20:49:27.439 INFO Ready to accept connections}, the month
 * in English as in Redis's log, and a stack trace below if there is one. Safe from any thread.
 *
 * <p>In place of Logback's patterns, which load many classes, and the names of months, to write a
 * few lines.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {

  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final ZoneId zone = ZoneId.systemDefault();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(128);
    time(line, LocalDateTime.ofInstant(event.getInstant(), zone));
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(Math.max(0, 5 - level.length()))).append(' ');
    line.append(event.getFormattedMessage()).append(System.lineSeparator());
    if (event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString();
  }

  private static void time(StringBuilder line, LocalDateTime time) {
    digits(line, 10, time.getDayOfMonth());
    line.append(' ').append(MONTHS[time.getMonthValue() - 1]).append(' ').append(time.getYear());
    digits(line.append(' '), 10, time.getHour());
    digits(line.append(':'), 10, time.getMinute());
    digits(line.append(':'), 10, time.getSecond());
    digits(line.append('.'), 100, time.getNano() / 1_000_000);
  }

  /** A number with zeros before it: two places if {@code highest} is 10, three if 100. */
  private static void digits(StringBuilder line, int highest, int number) {
    for (int place = highest; place > 0; place /= 10) {
      line.append((char) ('0' + number / place % 10));
    }
  }
}
