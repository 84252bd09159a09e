package io.ostiary.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How TLS stands now, as INFO shows it. Immutable.
 *
 * @param engine what speaks it: {@code boringssl} or {@code jdk}
 * @param fingerprint the SHA-256 of the certificate in force, in hexadecimal digits
 * @param daysLeft until it, or one of its chain, expires; negative when it has
 * @param onDisk how the files stand to what is in force: {@code in-force}, {@code changed} or
 *     {@code refused}
 */
public record TlsStatus(String engine, String fingerprint, long daysLeft, String onDisk) {

  /** Empty where no port speaks TLS. */
  public static Optional<TlsStatus> of(LiveTls tls) {
    return tls.inForce()
        .map(
            now ->
                new TlsStatus(
                    now.engine().toString(),
                    now.fingerprint(),
                    Math.floorDiv(
                        Duration.between(Instant.now(), now.validUntil()).toSeconds(),
                        Duration.ofDays(1).toSeconds()),
                    tls.onDisk().name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }
}
