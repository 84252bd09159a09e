package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConnectionListTest {

  private static final class Guest extends ConnectionList.Member {}

  private final ConnectionList<Guest> roster = new ConnectionList<>();

  @Property
  void holdsExactlyThoseWhoEnteredAndDidNotLeave(
      @ForAll List<@IntRange(max = 9) Integer> whoComesOrGoes) {
    ConnectionList<Guest> walked = new ConnectionList<>();
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      guests.add(new Guest());
    }
    Set<Guest> expected = new HashSet<>();
    for (int who : whoComesOrGoes) {
      Guest guest = guests.get(who);
      if (expected.add(guest)) {
        walked.add(guest);
      } else {
        expected.remove(guest);
        walked.remove(guest);
      }
    }
    Set<Guest> met = new HashSet<>();
    walked.forEach(met::add);
    assertThat(met).isEqualTo(expected);
    assertThat(walked.size()).isEqualTo(expected.size());
  }

  @Test
  void takesNobodyTwice() {
    Guest guest = new Guest();
    roster.add(guest);
    assertThatThrownBy(() -> roster.add(guest)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoIsNotInItTakesNobodyAlong() {
    Guest inside = new Guest();
    roster.add(inside);
    roster.remove(new Guest());
    roster.remove(inside);
    roster.remove(inside);
    assertThat(roster.size()).isZero();
  }

  @Test
  void whoIsVisitedMayLeave() {
    for (int i = 0; i < 5; i++) {
      roster.add(new Guest());
    }
    roster.forEach(roster::remove);
    assertThat(roster.size()).isZero();
  }
}
