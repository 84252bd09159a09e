package io.ostiary.settings;

import io.ostiary.settings.Applier.Prepared;
import io.ostiary.settings.SettingsChange.Step;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The settings in force. Shared by all event loops and safe for any thread: a reader takes the
 * snapshot of the moment, a change replaces it whole or not at all, and changes wait for each
 * other.
 *
 * <p>A change passes the checks of its directives first, then is prepared by their appliers, then
 * committed by all of them, and then its readers see it.
 */
public final class LiveSettings {

  private final ChangeQueue changes = new ChangeQueue();
  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private final List<Registration> appliers = new CopyOnWriteArrayList<>();
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
   * Has a new value of a directive checked before anything is done about it. The check gets the new
   * snapshot on any thread, must not block, and refuses the change by throwing {@link
   * SettingException}.
   */
  public void check(Directive<?> directive, Consumer<Settings> check) {
    checks.add(new Check(directive, check));
  }

  /**
   * Has something done when the value of a directive changes. The action gets the new snapshot just
   * before its readers do, on any thread; it must neither block nor fail. The same action given for
   * several directives runs once for a change of all.
   */
  public void onChange(Directive<?> directive, Consumer<Settings> action) {
    appliers.add(
        new Registration(directive, action, next -> ready(() -> action.accept(next)), false));
  }

  private static Future<Prepared> ready(Prepared prepared) {
    return Future.succeededFuture(prepared);
  }

  /**
   * Has a new value of a directive prepared and then committed or discarded. The same applier given
   * for several directives runs once for a change of all.
   */
  public void apply(Directive<?> directive, Applier applier) {
    appliers.add(new Registration(directive, applier, applier, false));
  }

  /**
   * The same also where the value is the one in force: a file of the same name may have other
   * contents.
   */
  public void applyWhenSet(Directive<?> directive, Applier applier) {
    appliers.add(new Registration(directive, applier, applier, true));
  }

  /** The same as {@link #change(List)} for one directive and a value that is text. */
  public Future<Void> change(String name, String value) {
    return change(List.of(Map.entry(name, value.getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * What {@code CONFIG SET} does: names with their new values, in the order given. All of them come
   * into force at once, or none does.
   *
   * @return complete on return when nothing had to be waited for, else completed later: in the
   *     caller's Vert.x context if there is one. A failure with {@link SettingException} if one is
   *     refused, whose message is the answer to {@code CONFIG SET}
   */
  public Future<Void> change(List<Map.Entry<String, byte[]>> wanted) {
    Map<Directive<?>, Object> values;
    try {
      values = WantedValues.of(wanted);
    } catch (SettingException e) {
      return Future.failedFuture(e);
    }
    return changes.add(() -> begin(values));
  }

  private Future<Void> begin(Map<Directive<?>, Object> values) {
    Settings before = current;
    Settings after = before.replaced(values);
    for (Check check : checks) {
      if (isChanged(check.directive(), before, after)) {
        check.run(after);
      }
    }
    return new SettingsChange(after, steps(before, after, values.keySet()), () -> current = after)
        .run();
  }

  private List<Step> steps(Settings before, Settings after, Set<Directive<?>> set) {
    Set<Object> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Step> steps = new ArrayList<>();
    for (Registration registered : appliers) {
      Directive<?> directive = registered.directive();
      boolean isDue =
          isChanged(directive, before, after) || (registered.whenSet() && set.contains(directive));
      if (isDue && taken.add(registered.given())) {
        steps.add(new Step(directive, registered.applier()));
      }
    }
    return steps;
  }

  private static boolean isChanged(Directive<?> directive, Settings before, Settings after) {
    return !before.get(directive).equals(after.get(directive));
  }

  private record Check(Directive<?> directive, Consumer<Settings> action) {

    void run(Settings after) {
      try {
        action.accept(after);
      } catch (SettingException e) {
        throw e.asAnswer(directive.name());
      }
    }
  }

  /**
   * An applier, and the object that was given for it: the same one runs once for a change.
   *
   * @param whenSet whether it runs also for a value that does not change
   */
  private record Registration(
      Directive<?> directive, Object given, Applier applier, boolean whenSet) {}
}
