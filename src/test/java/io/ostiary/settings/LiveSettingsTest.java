package io.ostiary.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    change("MAXCLIENTS", "5", "timeout", "7", "loglevel", "debug");

    assertThat(live.now().get(Directives.MAXCLIENTS)).isEqualTo(5);
    assertThat(live.now().get(Directives.TIMEOUT)).isEqualTo(Duration.ofSeconds(7));
    assertThat(live.now().text(Directives.LOGLEVEL)).isEqualTo("debug");
  }

  @Test
  void leavesASnapshotAsItWas() {
    Settings before = live.now();

    change("maxclients", "5");

    assertThat(before.get(Directives.MAXCLIENTS)).isEqualTo(10_000);
  }

  @Test
  void refusesAnUnknownName() {
    assertRefused("Unknown option or number of arguments for CONFIG SET - 'foo'", "foo", "1");
  }

  @Test
  void refusesToChangeWhatIsFixed() {
    assertRefused(
        "CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config",
        "databases",
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
  void refusesAFixedNameGivenTwiceAsRedisDoesWhichCanChangeIt() {
    assertRefused(
        "CONFIG SET failed (possibly related to argument 'Port') - duplicate parameter",
        "port",
        "1",
        "Port",
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
  void runsAnActionOnceForSeveralOfItsDirectives() {
    List<Settings> applied = new ArrayList<>();
    Consumer<Settings> action = applied::add;
    live.onChange(Directives.MAXCLIENTS, action);
    live.onChange(Directives.TIMEOUT, action);

    change("maxclients", "5", "timeout", "7");

    assertThat(applied).containsExactly(live.now());
  }

  @Test
  void runsNoActionWhenItsValueStaysTheSame() {
    List<Settings> applied = new ArrayList<>();
    live.onChange(Directives.MAXCLIENTS, applied::add);

    change("maxclients", "10000", "timeout", "7");

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

    change("maxclients", "5");

    assertThat(seen).containsExactly(5, 10_000);
  }

  @Test
  void refusesAnUnknownNameAmongSeveral() {
    assertRefused(
        "Unknown option or number of arguments for CONFIG SET - 'foo'", "timeout", "7", "foo", "1");
  }

  @Test
  void refusesWhatACheckRefusesBeforeAnythingIsDone() {
    List<Settings> applied = new ArrayList<>();
    live.onChange(Directives.TIMEOUT, applied::add);
    live.check(
        Directives.MAXCLIENTS,
        after -> {
          throw new SettingException("maxclients", "only 7 are possible");
        });

    assertRefused(
        "CONFIG SET failed (possibly related to argument 'maxclients') - only 7 are possible",
        "timeout",
        "7",
        "maxclients",
        "5");

    assertThat(applied).isEmpty();
    change("timeout", "7");
    assertThat(applied).hasSize(1);
  }

  @Test
  void runsAChangeOfAnActionAfterTheOneThatAskedForIt() {
    List<Integer> seen = new ArrayList<>();
    live.onChange(
        Directives.TIMEOUT,
        after -> {
          live.change("maxclients", "5");
          seen.add(live.now().get(Directives.MAXCLIENTS));
        });

    change("timeout", "7");

    assertThat(seen).containsExactly(10_000);
    assertThat(live.now().get(Directives.MAXCLIENTS)).isEqualTo(5);
  }

  @Test
  void putsAChangeInForceThoughAnActionBreaks() {
    List<Settings> applied = new ArrayList<>();
    live.onChange(
        Directives.TIMEOUT,
        after -> {
          throw new IllegalStateException("broken");
        });
    live.onChange(Directives.TIMEOUT, applied::add);

    assertThat(live.change("timeout", "7").cause())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");

    assertThat(applied).containsExactly(live.now());
    assertThat(live.now().text(Directives.TIMEOUT)).isEqualTo("7");
  }

  @Test
  void showsReadersOnAnyThreadWholeChangesOnly() throws Exception {
    int changes = 20_000;
    AtomicBoolean done = new AtomicBoolean();
    List<Integer> applied = new ArrayList<>();
    live.change(pair(1));
    // Changes are serialized, so a plain list must contain each of them once, in order.
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

  private Void changeMany(int first, int changes) throws Exception {
    for (int i = 0; i < changes / 2; i++) {
      live.change(pair(10 + first + 2 * i)).await(60, TimeUnit.SECONDS);
    }
    return null;
  }

  private static List<Map.Entry<String, byte[]>> pair(int value) {
    String text = Integer.toString(value);
    return changes("maxclients", text, "timeout", text);
  }

  private void change(String... namesAndValues) {
    assertThat(live.change(changes(namesAndValues)).isComplete()).isTrue();
  }

  private static List<Map.Entry<String, byte[]>> changes(String... namesAndValues) {
    List<Map.Entry<String, byte[]>> changes = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      byte[] value = namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8);
      changes.add(Map.entry(namesAndValues[i], value));
    }
    return changes;
  }

  private void assertRefused(String answer, String... namesAndValues) {
    Settings before = live.now();
    assertThat(live.change(changes(namesAndValues)).cause())
        .isInstanceOf(SettingException.class)
        .hasMessage(answer);
    assertThat(live.now()).isSameAs(before);
  }
}
