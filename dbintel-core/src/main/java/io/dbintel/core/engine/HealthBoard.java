package io.dbintel.core.engine;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How every component is. A component has two voices, its own and the engine's, which sees what the
 * component cannot say, such as that it threw; the more worrying one is shown.
 *
 * <p>Thread-safe.
 */
final class HealthBoard {
  private static final int MAX_PARTS = 64;
  private static final int MAX_TEXT = 1_000;

  private final Clock clock;
  private final Map<String, Cell> cells = new LinkedHashMap<>();

  HealthBoard(Clock clock) {
    this.clock = clock;
  }

  /** The two voices of a component. */
  final class Cell {
    private final String component;
    private int parts;
    private volatile ComponentHealth engine;
    private volatile ComponentHealth own;

    private Cell(String component, ComponentHealth engine, ComponentHealth own) {
      this.component = component;
      this.engine = engine;
      this.own = own;
    }

    /** The component's own voice. */
    HealthReporter own() {
      return new Voice(this, false);
    }

    /** The engine's voice. */
    HealthReporter engine() {
      return new Voice(this, true);
    }

    private ComponentHealth shown() {
      ComponentHealth a = engine;
      ComponentHealth b = own;
      return a.status().compareTo(b.status()) >= 0 ? a : b;
    }

    private synchronized void set(boolean byEngine, ComponentHealth next) {
      ComponentHealth last = byEngine ? engine : own;
      boolean same = last.status() == next.status() && last.reason().equals(next.reason());
      ComponentHealth kept =
          same
              ? health(
                  component,
                  next.status(),
                  next.reason(),
                  next.message(),
                  next.remedy(),
                  last.sinceEpochNanos())
              : next;
      if (byEngine) {
        engine = kept;
      } else {
        own = kept;
      }
    }
  }

  private final class Voice implements HealthReporter {
    private final Cell cell;
    private final boolean byEngine;

    private Voice(Cell cell, boolean byEngine) {
      this.cell = cell;
      this.byEngine = byEngine;
    }

    @Override
    public void up() {
      ComponentHealth last = byEngine ? cell.engine : cell.own;
      if (last.status() != HealthStatus.UP) {
        say(HealthStatus.UP, "ok", "", "");
      }
    }

    @Override
    public void report(HealthStatus status, String reason, String message, String remedy) {
      say(status, reason, message, remedy);
    }

    private void say(HealthStatus status, String reason, String message, String remedy) {
      try {
        cell.set(
            byEngine,
            health(cell.component, status, reason, cut(message), cut(remedy), clock.epochNanos()));
      } catch (OutOfMemoryError unsaid) {
        // Whoever speaks has something to put right, and will speak again.
      }
    }

    @Override
    public HealthReporter part(String name) {
      String id = cell.component + "/" + name;
      synchronized (cells) {
        if (cells.get(cell.component) != cell) {
          // It was removed; what it still says must not stay, nor be another's of its name.
          return this;
        }
        Cell known = cells.get(id);
        if (known == null) {
          if (cell.parts == MAX_PARTS) {
            return this;
          }
          cell.parts++;
          known = begin(id, cell.shown().status() == HealthStatus.UNKNOWN, byEngine);
        }
        return new Voice(known, byEngine);
      }
    }
  }

  /** The cell of a component; made with {@code initial} as the engine's word if it is new. */
  Cell cell(String component, HealthStatus initial) {
    return begin(component, initial == HealthStatus.UNKNOWN, true);
  }

  /** A cell in which one of the voices says that it knows nothing yet, if that is so. */
  private Cell begin(String component, boolean unknown, boolean byEngine) {
    ComponentHealth up = health(component, HealthStatus.UP, "ok", "", "", clock.epochNanos());
    ComponentHealth first =
        unknown
            ? health(
                component,
                HealthStatus.UNKNOWN,
                "not_run_yet",
                "has not run yet",
                "",
                clock.epochNanos())
            : up;
    synchronized (cells) {
      return cells.computeIfAbsent(
          component, id -> byEngine ? new Cell(id, first, up) : new Cell(id, up, first));
    }
  }

  /** Forgets a component and its parts. */
  void remove(String component) {
    synchronized (cells) {
      cells.keySet().removeIf(id -> id.equals(component) || id.startsWith(component + "/"));
    }
  }

  List<ComponentHealth> all() {
    synchronized (cells) {
      List<ComponentHealth> all = new ArrayList<>(cells.size());
      for (Cell cell : cells.values()) {
        all.add(cell.shown());
      }
      return all;
    }
  }

  private static ComponentHealth health(
      String component,
      HealthStatus status,
      String reason,
      String message,
      String remedy,
      long since) {
    return new ComponentHealth(component, status, reason, message, remedy, since);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
