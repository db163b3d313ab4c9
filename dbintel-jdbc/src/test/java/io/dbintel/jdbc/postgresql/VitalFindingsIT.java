package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator must look at is told when it is so, on a server brought into that state. */
final class VitalFindingsIT {
  /**
   * With the least age at which autovacuum steps in, and a prepared transaction that keeps it from
   * freezing, 200 000 transactions are enough.
   */
  @Test
  void transactionIdsThatRunOutAreTold() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      server.set("autovacuum_freeze_max_age", "100000");
      server.set("max_prepared_transactions", "5");
      try (Vitals vitals = Vitals.server(server)) {
        assertThat(vitals.read().findings()).isEmpty();
        server.run("create table held (n int)");
        server.run("begin; insert into held values (1); prepare transaction 'holds'");
        server.run(
            "do $$ begin for i in 1..201000 loop begin insert into held values (i);"
                + " exception when division_by_zero then null; end; end loop; end $$");

        vitals.read();

        assertThat(found(vitals, "transaction_ids_run_out")).isNotEmpty();
      }
    } finally {
      server.remove();
    }
  }

  @Test
  void slotThatNobodyReadsFromIsToldOnceItKeepsMoreThanAGibibyte() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try (Vitals vitals = Vitals.server(server)) {
      server.run("select pg_create_physical_replication_slot('idle_finding', true)");
      assertThat(vitals.read().findings()).isEmpty();
      server.run("create table filler (n int)");
      for (int segment = 0; segment < 66; segment++) {
        server.run("insert into filler values (1)");
        server.run("select pg_switch_wal()");
      }

      vitals.read();

      assertThat(found(vitals, "idle_slot_retains_wal")).hasSize(1);
    } finally {
      server.remove();
    }
  }

  private static List<DbEvent> found(Vitals vitals, String finding) {
    return vitals.findings().stream()
        .filter(event -> finding.equals(event.get(Attributes.FINDING_CODE)))
        .toList();
  }
}
