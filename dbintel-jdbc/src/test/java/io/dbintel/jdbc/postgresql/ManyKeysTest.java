package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManyKeys;
import org.junit.jupiter.api.Test;

/** Many distinct statements through what remembers their texts and whose they are. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;

  /** A million: each text is normalised. */
  @Test
  void textsHoldTheirBytesAndCountThoseThatWent() {
    QueryTexts texts = new QueryTexts(1 << 20);
    long[] oneText = {0};
    ManyKeys.push(
        KEYS / 10,
        key -> {
          assertThat(texts.of(1 + key, "orders", "select 1", false)).isNotNull();
          if (key == 0) {
            oneText[0] = texts.bytes();
          }
        });
    assertThat(texts.bytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(texts.evictions()).isEqualTo(KEYS / 10 - texts.bytes() / oneText[0]);
  }

  @Test
  void whoseAStatementIsIsRememberedOfTheLatest() {
    OwnStatements own = new OwnStatements(true, 1_000);
    ManyKeys.push(KEYS, key -> own.seen(new StatementKey(key, 5), true, ""));
    long ours = 0;
    for (long key = KEYS - 2_000; key < KEYS; key++) {
      ours += own.of(new StatementKey(key, 5), 0) == OwnStatements.Whose.OURS ? 1 : 0;
    }
    assertThat(ours).isEqualTo(1_000);
  }
}
