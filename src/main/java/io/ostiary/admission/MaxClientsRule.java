package io.ostiary.admission;

import io.ostiary.client.ClientTable;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;

/** Refuses a connection while {@code maxclients} places of the client table are taken. */
public final class MaxClientsRule implements AdmissionRule {

  private static final Verdict FULL = Verdict.refuse("ERR max number of clients reached");

  private final ClientTable clients;
  private final LiveSettings settings;
  private final Runnable release;

  /** Takes the places of this table. */
  public MaxClientsRule(ClientTable clients, LiveSettings settings) {
    this.clients = clients;
    this.settings = settings;
    this.release = clients::releasePlace;
  }

  @Override
  public String name() {
    return Directives.MAXCLIENTS.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    return clients.takePlace(settings.now().get(Directives.MAXCLIENTS))
        ? Verdict.admit(Permit.of(release))
        : FULL;
  }
}
