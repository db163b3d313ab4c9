package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More sessions in one answer than a collector looks at. */
final class ManySessionsIT {
  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @BeforeAll
  static void start() {
    server = TestDatabase.startFresh();
  }

  @AfterAll
  static void remove() {
    server.remove();
  }

  /** The server is made to say so by a view in the place of its own. */
  @Test
  void hundredThousandSessionsAreReadToTheBoundAndTheRestIsCounted() throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Connection admin = server.connect("postgres")) {
      Clients.run(admin, "set allow_system_table_mods = on");
      Clients.run(admin, "alter view pg_catalog.pg_stat_activity rename to pg_stat_activity_real");
      try {
        Clients.run(admin, "create view pg_catalog.pg_stat_activity as " + manySessions(admin));
        Clients.run(admin, "grant select on pg_catalog.pg_stat_activity to public");
        try (Sampling sampling = new Sampling(server, role, SessionsConfig.defaults())) {
          int max = SessionsConfig.defaults().maxSessions();
          assertThat(sampling.sample().badRows()).isEmpty();
          assertThat(sampling.history().stats().rows()).isEqualTo(max);
          assertThat(sampling.context().counter("sessions_beyond_limit")).isEqualTo(100_000 - max);
          assertThat(sampling.context().said("completeness").reason())
              .isEqualTo("too_many_sessions");
        }
      } finally {
        Clients.run(admin, "drop view if exists pg_catalog.pg_stat_activity");
        Clients.run(
            admin, "alter view pg_catalog.pg_stat_activity_real rename to pg_stat_activity");
      }
    }
  }

  private static String manySessions(Connection admin) throws Exception {
    try (var statement = admin.createStatement();
        var row =
            statement.executeQuery(
                """
                select string_agg(case attname
                  when 'pid' then '(1000000 + g)::int4 as pid'
                  when 'state' then '''active''::text as state'
                  when 'backend_type' then '''client backend''::text as backend_type'
                  when 'wait_event_type' then 'null::text as wait_event_type'
                  when 'backend_start' then 'to_timestamp(1700000000 + g) as backend_start'
                  when 'application_name' then '''app-'' || g % 100 as application_name'
                  when 'query' then '''select '' || g as query'
                  when 'query_id' then 'g::int8 as query_id'
                  else quote_ident(attname) end, ', ' order by attnum)
                from pg_attribute
                where attrelid = 'pg_catalog.pg_stat_activity_real'::regclass and attnum > 0
                """)) {
      row.next();
      return "select "
          + row.getString(1)
          + " from (select * from pg_catalog.pg_stat_activity_real limit 1) as r,"
          + " generate_series(1, 100000) as g";
    }
  }
}
