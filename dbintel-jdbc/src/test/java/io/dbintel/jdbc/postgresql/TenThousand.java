package io.dbintel.jdbc.postgresql;

/** Ten thousand different statements, run by one: nested, where the server tells that. */
final class TenThousand {
  static final long COUNT = 10_000;

  /** A hundred lengths of the select list, with a hundred lengths of the condition. */
  static final String SQL =
      """
      do $$ begin
        for columns in 1..100 loop
          for conditions in 1..100 loop
            execute 'select ' || repeat('1, ', columns) || '1 where '
              || repeat('1 < 2 and ', conditions) || 'true';
          end loop;
        end loop;
      end $$
      """;

  private TenThousand() {}
}
