package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.dbintel.jdbc.observe.IntervalMoments;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose id it is that stands beside a plan in the log. */
class StatementIdsTest {
  private static final int OLD = 17;
  private static final int NEW = 18;

  private final StatementActivity activity = new StatementActivity();
  private final StatementIds ids = new StatementIds();
  private long time;

  private void ran(long id, String text) {
    String fingerprint = SqlNormalizer.of(SqlDialect.POSTGRESQL).normalize(text).fingerprint();
    QueryRef query = new QueryRef(id, fingerprint, text, null, false);
    StatementUse use =
        new StatementUse(
            query, "shop", "app", true, 10, 1, 1, 1, 0, 0, 1, new IntervalMoments(1, 0, 0, 0));
    activity.record(new StatementInterval(++time, 10, false, List.of(use), 0, 0, 0));
    ids.learn(activity);
  }

  private long of(String statement, long logged, int version) {
    return ids.of("shop", statement, logged, version);
  }

  /** In a transaction the log of 18 has the id of the next statement, that of 17 none. */
  @Test
  void aStatementHasTheIdOfItsTextWhateverTheLogSays() {
    ran(1, "select a from t where id = $1");
    ran(2, "insert into t values ($1)");

    assertThat(of("SELECT a FROM t WHERE id = 7", 2, NEW)).isEqualTo(1);
    assertThat(of("SELECT a FROM t WHERE id = 7", 0, OLD)).isEqualTo(1);
    assertThat(of("insert into t values (1)", 2, NEW)).isEqualTo(2);
  }

  @Test
  void ofSeveralIdsTheLogsIsTakenIfItIsAmongThem() {
    ran(1, "select a from t where id in ($1)");
    ran(2, "select a from t where id in ($1, $2)");

    assertThat(of("select a from t where id in (1, 2)", 2, NEW)).isEqualTo(2);
    assertThat(of("select a from t where id in (1, 2)", 3, NEW)).isZero();
  }

  @Test
  void anUnknownTextHasTheLogsIdWhereThatIsItsOwn() {
    assertThat(of("select 1", 5, OLD)).isEqualTo(5);
    assertThat(of("select 1", 5, NEW)).isZero();
    ran(1, "select a from t");
    assertThat(ids.of("other", "select a from t", 1, NEW)).isZero();
  }
}
