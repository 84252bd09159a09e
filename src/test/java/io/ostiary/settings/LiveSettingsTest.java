package io.ostiary.settings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {

  private final LiveSettings live = new LiveSettings(Settings.defaults());

  @Test
  void putsSeveralValuesInForceAtOnce() {
    live.change(
        List.of(entry("MAXCLIENTS", "5"), entry("timeout", "7"), entry("loglevel", "debug")));

    assertThat(live.now().get(Directives.MAXCLIENTS)).isEqualTo(5);
    assertThat(live.now().get(Directives.TIMEOUT)).isEqualTo(Duration.ofSeconds(7));
    assertThat(live.now().text(Directives.LOGLEVEL)).isEqualTo("debug");
  }

  @Test
  void leavesASnapshotAsItWas() {
    Settings before = live.now();

    live.change(List.of(entry("maxclients", "5")));

    assertThat(before.get(Directives.MAXCLIENTS)).isEqualTo(10_000);
  }

  @Test
  void refusesAnUnknownName() {
    assertRefused("Unknown option or number of arguments for CONFIG SET - 'foo'", "foo", "1");
  }

  @Test
  void refusesToChangeWhatIsFixed() {
    assertRefused(
        "CONFIG SET failed (possibly related to argument 'port') - can't set immutable config",
        "port",
        "1");
  }

  @Test
  void refusesANameGivenTwice() {
    assertRefused(
        "CONFIG SET failed (possibly related to argument 'TIMEOUT') - duplicate parameter",
        "timeout",
        "1",
        "TIMEOUT",
        "2");
  }

  @Test
  void refusesBadValuesInRedissWords() {
    String failed = "CONFIG SET failed (possibly related to argument '";
    assertRefused(
        failed + "maxclients') - argument must be between 1 and 2147483647 inclusive",
        "maxclients",
        "0");
    assertRefused(
        failed + "maxclients') - argument couldn't be parsed into an integer",
        "MaxClients",
        "many");
    assertRefused(
        failed + "protected-mode') - argument must be 'yes' or 'no'", "protected-mode", "maybe");
    assertRefused(
        failed
            + "loglevel') - argument(s) must be one of the following:"
            + " debug, verbose, notice, warning",
        "loglevel",
        "loud");
    assertRefused(
        failed + "proto-max-bulk-len') - argument must be a memory value",
        "proto-max-bulk-len",
        "1xb");
  }

  @Test
  void changesNothingWhenOneOfSeveralIsBad() {
    assertRefused(
        "CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed"
            + " into an integer",
        "maxclients",
        "5",
        "timeout",
        "soon");
  }

  @Test
  void runsAnApplierOnceForSeveralOfItsDirectives() {
    List<Settings> applied = new ArrayList<>();
    Consumer<Settings> applier = applied::add;
    live.onChange(Directives.MAXCLIENTS, applier);
    live.onChange(Directives.TIMEOUT, applier);

    live.change(List.of(entry("maxclients", "5"), entry("timeout", "7")));

    assertThat(applied).containsExactly(live.now());
  }

  @Test
  void runsNoApplierWhenItsValueStaysTheSame() {
    List<Settings> applied = new ArrayList<>();
    live.onChange(Directives.MAXCLIENTS, applied::add);

    live.change(List.of(entry("maxclients", "10000"), entry("timeout", "7")));

    assertThat(applied).isEmpty();
    assertThat(live.now().text(Directives.TIMEOUT)).isEqualTo("7");
  }

  @Test
  void showsNobodyTheNewSettingsBeforeAllHaveAppliedThem() {
    List<Integer> seen = new ArrayList<>();
    live.onChange(
        Directives.MAXCLIENTS,
        after -> {
          seen.add(after.get(Directives.MAXCLIENTS));
          seen.add(live.now().get(Directives.MAXCLIENTS));
        });

    live.change(List.of(entry("maxclients", "5")));

    assertThat(seen).containsExactly(5, 10_000);
  }

  @Test
  void takesARefusedChangeBackEverywhere() {
    Settings before = live.now();
    List<Settings> applied = new ArrayList<>();
    live.onChange(Directives.TIMEOUT, applied::add);
    live.onChange(
        Directives.MAXCLIENTS,
        after -> {
          throw new SettingException("maxclients", "only 7 are possible");
        });
    live.onChange(Directives.MAXCLIENTS, after -> applied.clear());

    assertRefused(
        "CONFIG SET failed (possibly related to argument 'maxclients') - only 7 are possible",
        "timeout",
        "7",
        "maxclients",
        "5");

    assertThat(applied).hasSize(2);
    assertThat(applied.get(0).text(Directives.TIMEOUT)).isEqualTo("7");
    assertThat(applied.get(1)).isSameAs(before);
  }

  @Test
  void restoresTheOthersThoughOneCannotBeRestored() {
    List<Settings> applied = new ArrayList<>();
    AtomicBoolean first = new AtomicBoolean(true);
    live.onChange(
        Directives.TIMEOUT,
        after -> {
          if (!first.getAndSet(false)) {
            throw new IllegalStateException("cannot go back");
          }
        });
    live.onChange(Directives.TIMEOUT, applied::add);
    live.onChange(
        Directives.TIMEOUT,
        after -> {
          throw new SettingException("timeout", "no");
        });

    Throwable refusal = catchThrowable(() -> live.change(List.of(entry("timeout", "7"))));

    assertThat(refusal.getCause().getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("cannot go back");
    assertThat(applied).hasSize(2);
  }

  @Test
  void takesAChangeBackWhenAnApplierBreaks() {
    Settings before = live.now();
    live.onChange(
        Directives.TIMEOUT,
        after -> {
          throw new IllegalStateException("broken");
        });

    assertThatThrownBy(() -> live.change(List.of(entry("timeout", "7"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(live.now()).isSameAs(before);
    live.change(List.of(entry("maxclients", "5")));
    assertThat(live.now().get(Directives.MAXCLIENTS)).isEqualTo(5);
  }

  @Test
  void letsNoApplierChangeSettings() {
    live.onChange(Directives.TIMEOUT, after -> live.change(List.of(entry("maxclients", "5"))));

    assertThatThrownBy(() -> live.change(List.of(entry("timeout", "7"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(live.now().get(Directives.MAXCLIENTS)).isEqualTo(10_000);
  }

  @Test
  void showsReadersOnAnyThreadWholeChangesOnly() throws Exception {
    int changes = 20_000;
    AtomicBoolean done = new AtomicBoolean();
    List<Integer> applied = new ArrayList<>();
    live.change(pair(1));
    // Appliers take turns under the lock, so a plain list must hold every change once, in order.
    live.onChange(Directives.MAXCLIENTS, after -> applied.add(after.get(Directives.MAXCLIENTS)));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> countTornReads(done)));
      }
      Future<?> odd = threads.submit(() -> changeMany(1, changes));
      Future<?> even = threads.submit(() -> changeMany(2, changes));
      odd.get(60, TimeUnit.SECONDS);
      even.get(60, TimeUnit.SECONDS);
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).isZero();
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
    assertThat(applied).hasSize(changes).doesNotHaveDuplicates();
    assertThat(applied.get(changes - 1)).isEqualTo(live.now().get(Directives.MAXCLIENTS));
  }

  private int countTornReads(AtomicBoolean done) {
    int torn = 0;
    while (!done.get()) {
      Settings now = live.now();
      long maxClients = now.get(Directives.MAXCLIENTS);
      if (maxClients != now.get(Directives.TIMEOUT).toSeconds()) {
        torn++;
      }
    }
    return torn;
  }

  private void changeMany(int first, int changes) {
    for (int i = 0; i < changes / 2; i++) {
      live.change(pair(10 + first + 2 * i));
    }
  }

  private static List<Map.Entry<String, String>> pair(int value) {
    String text = Integer.toString(value);
    return List.of(entry("maxclients", text), entry("timeout", text));
  }

  private void assertRefused(String answer, String... namesAndValues) {
    Settings before = live.now();
    List<Map.Entry<String, String>> changes = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.add(entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    assertThatThrownBy(() -> live.change(changes))
        .isInstanceOf(SettingException.class)
        .hasMessage(answer);
    assertThat(live.now()).isSameAs(before);
  }
}
