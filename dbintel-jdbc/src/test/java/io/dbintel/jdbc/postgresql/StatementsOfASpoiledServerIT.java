package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements of a server that is slow with texts, or shows what cannot be: a function of ours
 * stands before that of the extension, and does as a table says.
 */
final class StatementsOfASpoiledServerIT {
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";

  private static final String SPOIL =
      """
      create table spoiled (how text);
      grant select on spoiled to public;
      do $do$
      begin
        execute 'create view columns_of as select * from pg_stat_statements(false)';
        execute 'alter function pg_stat_statements(boolean) rename to unspoiled';
        execute format($sql$
          create function pg_stat_statements(%s) returns setof record language plpgsql as $f$
          #variable_conflict use_column
          declare spoil text := (select max(how) from public.spoiled);
          begin
            if showtext and spoil = 'slow' then
              if current_setting('statement_timeout')::interval > interval '2 s' then
                raise exception 'more than half of what is left';
              end if;
              perform pg_sleep(30);
            end if;
            return query select %s from public.unspoiled(showtext);
          end $f$ $sql$,
          pg_get_function_arguments('unspoiled(boolean)'::regprocedure),
          (select string_agg(case when attname = 'calls' then
             'case when spoil = ''bad'' and rows = 9 then -1 else calls end' else attname end,
             ', ' order by attnum)
           from pg_attribute where attrelid = 'columns_of'::regclass and attnum > 0));
      end $do$;
      alter extension pg_stat_statements add function pg_stat_statements(boolean);
      """;

  /** The engine gave the collection up, and the counters with it, time after time. */
  @ParameterizedTest
  @MethodSource(VERSIONS)
  void countersAreToldThoughTextsAreSlow(int major) throws Exception {
    EmbeddedServer server = spoiled(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      statements.read();
      server.run("insert into spoiled values ('slow')");
      StatementsIT.execute(load, "select generate_series(1, 11)", 4);
      statements.pass(Duration.ofMinutes(1));
      statements.read(new TestCollection(statements.target(), "", Duration.ofSeconds(4)));
      assertThat(statements.context().counter("text_readings_timed_out")).isEqualTo(1);
      assertThat(statements.sum(StatementAttributes.ROWS, event -> true))
          .isGreaterThanOrEqualTo(44);
      assertThat(statements.context().said("texts").status()).isEqualTo(HealthStatus.DEGRADED);
      assertThat(statements.context().said("texts").reason()).isEqualTo("texts_timed_out");
      server.run("delete from spoiled");
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      assertThat(statements.context().said("texts").status()).isEqualTo(HealthStatus.UP);
    } finally {
      server.remove();
    }
  }

  /** What rose between a row's last good reading and its next is in no event. */
  @ParameterizedTest
  @MethodSource(VERSIONS)
  void intervalsWithRowsThatCouldNotBeReadAreLossy(int major) throws Exception {
    EmbeddedServer server = spoiled(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      statements.read();
      statements.read();
      server.run("insert into spoiled values ('bad')");
      StatementsIT.execute(load, "select generate_series(1, 9)", 1);
      assertThat(lossy(statements, load)).isTrue(); // one that was never good
      server.run("delete from spoiled");
      assertThat(lossy(statements, load)).isTrue(); // its base was not read
      assertThat(lossy(statements, load)).isFalse();
    } finally {
      server.remove();
    }
  }

  private static boolean lossy(Statements statements, Connection load) throws Exception {
    StatementsIT.execute(load, "select 1, generate_series(1, 11)", 1);
    statements.forgetEvents();
    statements.read();
    assertThat(statements.events(EventTypes.TOP_QUERY)).isNotEmpty();
    DbEvent first = statements.events(EventTypes.TOP_QUERY).get(0);
    return first.getBoolean(Attributes.STATEMENT_LOSSY, false);
  }

  private static EmbeddedServer spoiled(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    server.run(SPOIL);
    return server;
  }
}
