package io.dbintel.core.engine;

import io.dbintel.core.report.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The targets of an engine: those that are there, those that are on their way in or out, whose ids
 * are taken meanwhile, and what those that went left in the books.
 *
 * <p>Thread-safe; guarded by the monitor of the engine's life.
 */
final class Roster {
  private final EngineLife life;
  private final Map<String, TargetUnit> units = new LinkedHashMap<>();
  private final Set<String> coming = new HashSet<>();
  private final Set<String> going = new HashSet<>();
  private final LaneBooks removed = new LaneBooks("(removed)");
  private boolean anyRemoved;

  Roster(EngineLife life) {
    this.life = life;
  }

  /** The targets that are there, in the order in which they came. */
  List<TargetUnit> units() {
    synchronized (life) {
      return List.copyOf(units.values());
    }
  }

  /** The books of the targets, and of all that went as one. */
  List<Ledger.LanePage> pages() {
    List<Ledger.LanePage> pages = new ArrayList<>();
    synchronized (life) {
      units.values().forEach(unit -> pages.add(unit.books().page()));
      if (anyRemoved) {
        pages.add(removed.page());
      }
    }
    return pages;
  }

  /** Takes in a target while the engine starts, when nobody else can. */
  void put(TargetUnit unit) {
    synchronized (life) {
      units.put(unit.runtime().target().id(), unit);
    }
  }

  /** Takes an id for a target that is on its way; false if somebody has it. */
  boolean reserve(String id) {
    synchronized (life) {
      return !units.containsKey(id) && coming.add(id);
    }
  }

  /** Gives the id of a target that did not come free again. */
  void release(String id) {
    synchronized (life) {
      coming.remove(id);
    }
  }

  /** Takes in a target whose id was taken; false if the engine does not run any more. */
  boolean arrive(String id, TargetUnit unit) {
    synchronized (life) {
      coming.remove(id);
      boolean welcome = life.isRunning();
      if (welcome) {
        units.put(id, unit);
      }
      return welcome;
    }
  }

  /**
   * The target of that id, which is on its way out from now on; null if there is none, or it is.
   */
  @Nullable TargetUnit depart(String id) {
    synchronized (life) {
      TargetUnit unit = units.get(id);
      return unit != null && going.add(id) ? unit : null;
    }
  }

  /** Lets go of a target, whose books are closed; its totals stay. */
  void gone(String id) {
    synchronized (life) {
      going.remove(id);
      TargetUnit unit = units.remove(id);
      if (unit != null) {
        removed.absorb(unit.books().page());
        anyRemoved = true;
      }
    }
  }
}
