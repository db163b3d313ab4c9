package io.dbintel.core.report;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where every event went: one page for each lane and one for each exporter. Each page is taken at
 * one moment of its own; when all is quiet the pages agree.
 *
 * @param lanes one page a target, and one named {@code (removed)} for targets that are gone
 * @param exporters one page an exporter
 */
public record Ledger(List<LanePage> lanes, List<ExporterPage> exporters) {
  private static final double TOLERANCE = 1e-9;

  /** Copies the lists. */
  public Ledger {
    lanes = List.copyOf(lanes);
    exporters = List.copyOf(exporters);
  }

  /**
   * A lane's page. Counts are events; weights are the sums of their weights.
   *
   * @param lane the target's id
   * @param collected brought by collections
   * @param created added by stages
   * @param handedOver handed to the exporters
   * @param dropped given up, by {@code stage/reason}
   * @param merged stood for by another event
   * @param pending in the inbox or in the pipeline
   * @param weight where the weight went
   */
  public record LanePage(
      String lane,
      long collected,
      long created,
      long handedOver,
      Map<String, Long> dropped,
      long merged,
      long pending,
      Weight weight) {
    /** Sorts the reasons. */
    public LanePage {
      dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
    }

    /** How many were given up, for whatever reason. */
    public long droppedTotal() {
      return total(dropped);
    }

    /** True if {@code collected + created = handedOver + dropped + merged + pending}. */
    public boolean isBalanced() {
      return collected + created == handedOver + droppedTotal() + merged + pending
          && weight.isBalanced();
    }

    @Override
    public String toString() {
      return "%s lane %s: collected %d + created %d = handed over %d + dropped %d%s + merged %d + pending %d; weights: %s"
          .formatted(
              isBalanced() ? "balanced" : "UNBALANCED",
              lane,
              collected,
              created,
              handedOver,
              droppedTotal(),
              reasons(dropped),
              merged,
              pending,
              weight);
    }
  }

  /**
   * Where the weight of a lane's events went.
   *
   * @param collected brought by collections
   * @param created added by stages
   * @param reweighed added (or, if negative, taken) by the stage that drops by chance
   * @param handedOver handed to the exporters
   * @param dropped given up
   * @param carried merged into events that had left, and not written out yet
   * @param pending in the inbox or in the pipeline
   */
  public record Weight(
      double collected,
      double created,
      double reweighed,
      double handedOver,
      double dropped,
      double carried,
      double pending) {
    /** True if both sides agree to one part in a thousand million. */
    public boolean isBalanced() {
      double in = collected + created + reweighed;
      double out = handedOver + dropped + carried + pending;
      return Math.abs(in - out) <= TOLERANCE * Math.max(1, Math.max(collected + created, out));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "collected %.1f + created %.1f + reweighed %.1f = handed over %.1f + dropped %.1f + carried"
              + " %.1f + pending %.1f",
          collected,
          created,
          reweighed,
          handedOver,
          dropped,
          carried,
          pending);
    }
  }

  /**
   * An exporter's page.
   *
   * @param exporter its name
   * @param handedOver taken from the lanes
   * @param exported went out
   * @param dropped given up, by reason
   * @param pending in the queue or on their way out
   */
  public record ExporterPage(
      String exporter, long handedOver, long exported, Map<String, Long> dropped, long pending) {
    /** Sorts the reasons. */
    public ExporterPage {
      dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
    }

    /** How many were given up, for whatever reason. */
    public long droppedTotal() {
      return total(dropped);
    }

    /** True if {@code handedOver = exported + dropped + pending}. */
    public boolean isBalanced() {
      return handedOver == exported + droppedTotal() + pending;
    }

    @Override
    public String toString() {
      return "%s exporter %s: handed over %d = exported %d + dropped %d%s + pending %d"
          .formatted(
              isBalanced() ? "balanced" : "UNBALANCED",
              exporter,
              handedOver,
              exported,
              droppedTotal(),
              reasons(dropped),
              pending);
    }
  }

  /** True if every page is. */
  public boolean isBalanced() {
    return lanes.stream().allMatch(LanePage::isBalanced)
        && exporters.stream().allMatch(ExporterPage::isBalanced);
  }

  /** How many events are pending anywhere. */
  public long pending() {
    return lanes.stream().mapToLong(LanePage::pending).sum()
        + exporters.stream().mapToLong(ExporterPage::pending).sum();
  }

  /** One line a page, with the equation spelled out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (LanePage page : lanes) {
      text.append(page).append(System.lineSeparator());
    }
    for (ExporterPage page : exporters) {
      text.append(page).append(System.lineSeparator());
    }
    return text.toString().stripTrailing();
  }

  private static long total(Map<String, Long> dropped) {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String reasons(Map<String, Long> dropped) {
    return dropped.isEmpty() ? "" : " " + dropped;
  }
}
