package io.ostiary.admission;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What admission has refused: a count for each rule, the last of them one by one, and a line in the
 * log when a rule begins to refuse and when it has stopped. Shared by all event loops and safe.
 */
public final class Refusals {

  private final IdentityHashMap<AdmissionRule, RefusalCount> byRule = new IdentityHashMap<>();
  private final Map<String, RefusalCount> byName = new LinkedHashMap<>();
  private final LongSupplier nanoTime;
  private final RecentRefusals recent = new RecentRefusals();

  /**
   * Nothing was refused yet.
   *
   * @param others names of what refuses beside the rules
   */
  Refusals(List<AdmissionRule> rules, List<String> others, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (AdmissionRule rule : rules) {
      byRule.put(rule, byName.computeIfAbsent(rule.name(), RefusalCount::new));
    }
    others.forEach(name -> byName.put(name, new RefusalCount(name)));
  }

  void add(AdmissionRule rule, Arrival arrival, Verdict.Refused verdict) {
    add(byRule.get(rule), arrival, verdict.reason());
  }

  void add(String name, Arrival arrival, String reason) {
    add(byName.get(name), arrival, reason);
  }

  private void add(RefusalCount count, Arrival arrival, String reason) {
    count.add(nanoTime.getAsLong(), arrival, reason);
    recent.add(System.currentTimeMillis(), arrival, count.name());
  }

  /** Logs which rules have stopped to refuse; called a few times a second by one thread. */
  public void tick() {
    long now = nanoTime.getAsLong();
    byName.values().forEach(count -> count.tick(now));
  }

  /** How many each rule has refused since the start or the last {@link #reset}, in rules' order. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    byName.forEach((name, count) -> counts.put(name, count.sinceReset()));
    return counts;
  }

  /** How many all rules have refused since the start; it never falls. */
  public long total() {
    return byName.values().stream().mapToLong(RefusalCount::total).sum();
  }

  /** Begins to count anew; the last refusals stay listed. */
  public void reset() {
    byName.values().forEach(RefusalCount::reset);
  }

  /** The last refusals as lines, the newest first. */
  public List<String> lines(int most) {
    return recent.lines(most);
  }
}
