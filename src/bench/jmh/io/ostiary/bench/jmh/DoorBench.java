package io.ostiary.bench.jmh;

import io.ostiary.settings.ListenerProfile;
import io.ostiary.admission.Admission;
import io.ostiary.admission.Arrival;
import io.ostiary.admission.Verdict;
import io.ostiary.client.ClientTable;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Addresses;
import org.openjdk.jmh.annotations.Benchmark;

/** The cost of a connection without its socket: admission and its entry in the client table. */
public class DoorBench extends Bench {

  private final ClientTable clients = new ClientTable();
  private final Admission admission = Parts.admission(clients);
  private final Arrival arrival = new Arrival(Parts.addresses().remote(), ListenerProfile.TCP);
  private final Addresses addresses = Parts.addresses();

  @Benchmark
  public Verdict judgeAndRelease() {
    Verdict verdict = admission.judge(arrival);
    if (verdict instanceof Verdict.Admitted admitted) {
      admitted.permit().release();
    }
    return verdict;
  }

  @Benchmark
  public boolean openAndRemove() {
    ConnectedClient client = Parts.client(clients.nextId(), addresses);
    clients.add(client);
    return clients.remove(client);
  }
}
