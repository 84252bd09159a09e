package io.ostiary.bench.jmh;

import io.ostiary.admission.Admission;
import io.ostiary.admission.Arrival;
import io.ostiary.admission.Verdict;
import io.ostiary.client.Client;
import io.ostiary.client.ClientTable;
import io.ostiary.client.Closer;
import io.ostiary.client.Addresses;
import org.openjdk.jmh.annotations.Benchmark;

/** What a connection costs beside its socket: the judgement at the door, and a row of the table. */
public class DoorBench extends Bench {

  private final Admission admission = new Admission(Parts.settings());
  private final Arrival arrival = new Arrival(Parts.addresses().remote());
  private final ClientTable clients = new ClientTable();
  private final Addresses addresses = Parts.addresses();
  private final Closer closer = reason -> {};

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
    Client client = clients.open(addresses, true, 0, closer);
    return clients.remove(client);
  }
}
