package io.ostiary;

import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Stats;
import io.ostiary.tls.Handshakes;
import io.ostiary.tls.TlsStatus;
import java.util.List;

/** What INFO shows of TLS. Shared by all event loops and safe. */
final class TlsFeature implements Feature {

  private final Handshakes handshakes;
  private final Stats stats;

  TlsFeature(Handshakes handshakes, Stats stats) {
    this.handshakes = handshakes;
    this.stats = stats;
  }

  @Override
  public void follow(LiveSettings settings) {
    handshakes.tls().follow(settings);
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("TLS", this::lines));
  }

  private String lines() {
    InfoLines lines = new InfoLines();
    TlsStatus.of(handshakes.tls())
        .ifPresentOrElse(
            status ->
                lines
                    .add("tls_enabled", 1)
                    .add("tls_engine", status.engine())
                    .add("tls_certificate_sha256", status.fingerprint())
                    .add("tls_certificate_days_left", status.daysLeft())
                    .add("tls_certificate_on_disk", status.onDisk()),
            () -> lines.add("tls_enabled", 0));
    lines
        .add("tls_handshakes_in_progress", handshakes.limit().atWork())
        .add("tls_handshakes_waiting", handshakes.limit().waiting());
    stats.counters().entrySet().stream()
        .filter(counter -> counter.getKey().startsWith("tls_"))
        .forEach(counter -> lines.add(counter.getKey(), counter.getValue()));
    return lines.toString();
  }
}
