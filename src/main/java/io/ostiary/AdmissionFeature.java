package io.ostiary;

import io.ostiary.admission.Admission;
import io.ostiary.admission.Refusals;
import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Departures;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.stats.Rate;
import io.ostiary.stats.Stats;
import java.util.List;

/**
 * What INFO shows of those who were refused and those who have left. Shared by all event loops and
 * safe.
 */
final class AdmissionFeature implements Feature {

  private final Refusals refusals;
  private final Departures departures;
  private final Stats stats;
  private final Rate arrivals = new Rate();
  private final Rate refused = new Rate();
  private final Rate left = new Rate();

  AdmissionFeature(Admission admission, Departures departures, Stats stats) {
    this.refusals = admission.refusals();
    this.departures = departures;
    this.stats = stats;
    stats.onReset(this::reset);
  }

  private void reset() {
    refusals.reset();
    departures.reset();
    arrivals.reset();
    refused.reset();
    left.reset();
  }

  /** Called a few times a second by one thread. */
  void tick(long nowMillis) {
    refusals.tick();
    arrivals.sample(stats.connectionsReceived(), nowMillis);
    refused.sample(refusals.total(), nowMillis);
    left.sample(departures.total(), nowMillis);
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Admission", this::lines));
  }

  private String lines() {
    InfoLines lines =
        new InfoLines()
            .add("instantaneous_admissions_per_sec", perSecond(arrivals))
            .add("instantaneous_refusals_per_sec", perSecond(refused))
            .add("instantaneous_departures_per_sec", perSecond(left));
    refusals.counts().forEach((rule, count) -> lines.add("refusals_" + field(rule), count));
    departures
        .counts()
        .forEach((reason, count) -> lines.add("departures_" + field(reason.word()), count));
    return lines.toString();
  }

  private static long perSecond(Rate rate) {
    return Math.round(rate.perSecond());
  }

  private static String field(String word) {
    return word.replace('-', '_');
  }

  @Override
  public void left(Client client, CloseReason reason) {
    departures.add((ConnectedClient) client, System.currentTimeMillis());
  }
}
