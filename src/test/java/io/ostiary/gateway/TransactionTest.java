package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is gathered from MULTI on, and how it is sent. */
final class TransactionTest {

  private static BackendRow row(String name, Treatment treatment) {
    return new BackendRow(
        name,
        name,
        Set.of(),
        List.of(),
        treatment,
        BackendRow.NO_SUBCOMMANDS,
        RowRights.unknown(name));
  }

  private static Transaction of(String... names) {
    Transaction transaction = new Transaction();
    for (String name : names) {
      ReplyTarget target = name.equals("muted") ? IgnoredReplies.OWN : IgnoredReplies.PUSHES;
      transaction.add(Wire.request(name), row(name, Treatment.SHARED), target);
    }
    return transaction;
  }

  private static List<String> chained(Transaction transaction) {
    List<String> steps = new ArrayList<>();
    transaction.forEachChained(
        (request, target, flags) -> {
          String word = request.toString(StandardCharsets.US_ASCII).split("\r\n", -1)[2];
          String ends = (flags & InFlight.CHAIN_ENDS) == 0 ? "" : "]";
          String begins = (flags & InFlight.CHAIN_BEGINS) == 0 ? "" : "[";
          assertThat(flags & InFlight.CHAINED).isNotZero();
          steps.add(begins + word + ends + (target == IgnoredReplies.OWN ? " unwanted" : ""));
        });
    return steps;
  }

  @Test
  void itsFirstAndItsLastRequestAreMarked() {
    assertThat(chained(of("multi", "get", "muted", "exec")))
        .containsExactly("[multi", "get", "muted unwanted", "exec]");
    assertThat(chained(of("multi", "exec"))).containsExactly("[multi", "exec]");
    assertThat(of("multi", "exec").size()).isEqualTo(2);
  }

  @Test
  void itTakesWhatIsQueuedAndNothingThatChangesTheConnection() {
    Transaction transaction = of("multi");
    assertThat(transaction.takes(row("get", Treatment.SHARED))).isTrue();
    assertThat(transaction.takes(row("blpop", Treatment.BLOCKING))).isTrue();
    assertThat(transaction.takes(row("exec", Treatment.EXEC))).isTrue();
    assertThat(transaction.takes(row("select", Treatment.SHARED))).isFalse();
    assertThat(transaction.takes(row("client", Treatment.SHARED))).isFalse();
    assertThat(transaction.takes(row("subscribe", Treatment.SUBSCRIBE))).isFalse();
    assertThat(transaction.takes(row("monitor", Treatment.MONITOR))).isFalse();
    assertThat(transaction.takes(BackendRow.unknown(Request.of("NOSUCH")))).isFalse();
  }
}
