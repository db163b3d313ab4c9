package io.dbintel.core;

import io.dbintel.core.report.Ledger;

/** Holds the ledger of an instance against what really waits in it, for tests of other modules. */
public final class EngineSizes {
  private EngineSizes() {}

  /** True if at this moment the books call exactly that pending which waits. */
  public static boolean agree(DbIntel dbintel) {
    Ledger ledger = dbintel.ledger();
    long inLanes = ledger.lanes().stream().mapToLong(Ledger.LanePage::pending).sum();
    long inExport = ledger.exporters().stream().mapToLong(Ledger.ExporterPage::pending).sum();
    return inLanes == dbintel.engine().waitingInLanes()
        && inExport == dbintel.engine().waitingForExport();
  }
}
