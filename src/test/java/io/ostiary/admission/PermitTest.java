package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gives back what, how often, and what a verdict must not be. */
final class PermitTest {

  private static final Arrival LOCAL =
      new Arrival(PeerAddress.of(new byte[] {127, 0, 0, 1}, 1), ListenerProfile.TCP);

  private final List<String> released = new ArrayList<>();

  private AdmissionRule taking(String what) {
    return arrival -> Verdict.admit(Permit.of(() -> released.add(what)));
  }

  private static Permit permitOf(AdmissionRule... rules) {
    return ((Verdict.Admitted) new Admission(List.of(rules)).judge(LOCAL)).permit();
  }

  @Test
  void whatSeveralRulesTookIsGivenBackTogetherAndOnce() {
    Permit permit = permitOf(taking("a"), arrival -> Verdict.admit(), taking("b"), taking("c"));
    assertThat(released).isEmpty();
    permit.release();
    assertThat(released).containsExactly("a", "b", "c");
    assertThatThrownBy(permit::release).isInstanceOf(IllegalStateException.class);
    assertThat(released).hasSize(3);
  }

  @Test
  void aReleaseThatFailsKeepsNothingElseTaken() {
    AdmissionRule failing =
        arrival ->
            Verdict.admit(
                Permit.of(
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }));
    Permit permit = permitOf(failing, taking("b"));
    assertThatThrownBy(permit::release).hasMessage("on purpose");
    assertThat(released).containsExactly("b");
  }

  @Test
  void whereNothingWasTakenReleasingMayBeRepeated() {
    Permit permit = permitOf(arrival -> Verdict.admit());
    permit.release();
    assertThatCode(permit::release).doesNotThrowAnyException();
  }

  @Test
  void onePermitAmongRulesThatTakeNothingIsHandedOnAsItIs() {
    Permit only = Permit.of(() -> released.add("only"));
    AdmissionRule taking = arrival -> Verdict.admit(only);
    assertThat(permitOf(arrival -> Verdict.admit(), taking, arrival -> Verdict.admit()))
        .isSameAs(only);
  }

  @Test
  void aRefusalNamesItsReasonAndAnAdmissionItsPermit() {
    assertThatThrownBy(() -> Verdict.refuse(null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Verdict.refuse(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Verdict.admit(null)).isInstanceOf(NullPointerException.class);
  }
}
