package io.ostiary.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The settings in force. Shared by all event loops and safe for any thread: a reader takes the
 * snapshot of the moment, a change replaces it whole or not at all, and changes wait for each
 * other.
 */
public final class LiveSettings {

  private final ReentrantLock changing = new ReentrantLock();
  private final List<Applier> appliers = new ArrayList<>();
  private volatile Settings current;

  /** Begins with these settings. */
  public LiveSettings(Settings initial) {
    current = initial;
  }

  /** The snapshot in force now. Cheap: read it anew for each decision. */
  public Settings now() {
    return current;
  }

  /**
   * Has something done when the value of a directive changes. The applier gets the new snapshot
   * before anyone else sees it, on the thread that changes it, so it must not block. It refuses the
   * change by throwing {@link SettingException}; when another refuses, it is called again with the
   * old snapshot. The same applier given for several directives runs once for a change of all.
   */
  public void onChange(Directive<?> directive, Consumer<Settings> applier) {
    changing.lock();
    try {
      appliers.add(new Applier(directive, applier));
    } finally {
      changing.unlock();
    }
  }

  /**
   * What {@code CONFIG SET} does: names with their new values, in the order given. All of them come
   * into force at once, or none does.
   *
   * @throws SettingException if one is refused; its message is the answer to {@code CONFIG SET}
   * @throws IllegalStateException if called from an applier
   */
  public void change(List<Map.Entry<String, String>> changes) {
    if (changing.isHeldByCurrentThread()) {
      throw new IllegalStateException("an applier may not change settings itself");
    }
    Map<Directive<?>, List<String>> words = liveDirectives(changes);
    changing.lock();
    try {
      Settings before = current;
      Settings after = parse(before, words);
      apply(before, after);
      current = after;
    } finally {
      changing.unlock();
    }
  }

  private static Map<Directive<?>, List<String>> liveDirectives(
      List<Map.Entry<String, String>> changes) {
    Map<Directive<?>, List<String>> words = new LinkedHashMap<>();
    for (Map.Entry<String, String> change : changes) {
      String name = change.getKey();
      Directive<?> directive =
          Directives.find(name)
              .orElseThrow(
                  () ->
                      new SettingException(
                          name,
                          "Unknown option or number of arguments for CONFIG SET - '" + name + "'"));
      if (!directive.isLive()) {
        throw refused(new SettingException(name, "can't set immutable config"));
      }
      if (words.put(directive, List.of(change.getValue())) != null) {
        throw refused(new SettingException(name, "duplicate parameter"));
      }
    }
    return words;
  }

  private static Settings parse(Settings before, Map<Directive<?>, List<String>> words) {
    try {
      return before.withWords(words);
    } catch (SettingException e) {
      throw refused(e);
    }
  }

  private void apply(Settings before, Settings after) {
    Set<Consumer<Settings>> done = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Consumer<Settings>> inOrder = new ArrayList<>();
    for (Applier applier : appliers) {
      Directive<?> directive = applier.directive();
      if (before.get(directive).equals(after.get(directive)) || !done.add(applier.action())) {
        continue;
      }
      try {
        applier.action().accept(after);
      } catch (RuntimeException e) {
        restore(before, inOrder, e);
        throw e instanceof SettingException reason ? refused(directive.name(), reason) : e;
      }
      inOrder.add(applier.action());
    }
  }

  private static void restore(
      Settings before, List<Consumer<Settings>> applied, RuntimeException reason) {
    for (Consumer<Settings> applier : applied) {
      try {
        applier.accept(before);
      } catch (RuntimeException e) {
        // The others must get the old settings back all the same.
        reason.addSuppressed(e);
      }
    }
  }

  private static SettingException refused(SettingException reason) {
    return refused(reason.directive(), reason);
  }

  private static SettingException refused(String directive, SettingException reason) {
    return new SettingException(
        directive,
        "CONFIG SET failed (possibly related to argument '"
            + directive
            + "') - "
            + reason.getMessage(),
        reason);
  }

  private record Applier(Directive<?> directive, Consumer<Settings> action) {}
}
