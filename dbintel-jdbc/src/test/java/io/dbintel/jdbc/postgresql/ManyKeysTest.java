package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManyKeys;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  @Test
  void namesAreForgottenBeforeThereAreTooMany() {
    OidNames names = new OidNames();
    ManyKeys.push(
        KEYS,
        key -> {
          List<Long> oids = List.of(key);
          if (names.lacks(oids, List.of(), 0)) {
            names.found(true, key, "orders");
            names.answered(oids, List.of());
          }
        });
    assertThat(names.size()).isBetween(1, OidNames.MAX + 1);
    assertThat(names.database(KEYS - 1)).isEqualTo("orders");
    assertThat(names.database(0)).isEmpty();
  }

  @Test
  void whatWasAskedForInVainIsRememberedOfSome() {
    StatementTexts texts =
        new StatementTexts(
            new QueryTexts(1 << 20), new OwnStatements(true, 1_000), Duration.ofMinutes(1));
    ManyKeys.push(KEYS, key -> texts.askedInVain(Set.of(new StatementKey(key, 5))));
    Set<StatementKey> asked = new HashSet<>();
    for (long key = 0; key < 2 * StatementTexts.MAX_IN_VAIN; key++) {
      asked.add(new StatementKey(key, 5));
    }
    assertThat(texts.worthAsking(asked, 0)).hasSize(StatementTexts.MAX_IN_VAIN);
  }

  @Test
  void extensionsAreRememberedOfSomeDatabasesAndOfOthersAfterTheNextLook() {
    KnownExtensions extensions = new KnownExtensions();
    Answer<Map<String, String>> none = new Answer<>(Presence.PRESENT, Map.of());
    ManyKeys.push(KEYS, key -> extensions.put("database " + key, none));
    assertThat(extensions.size()).isEqualTo(KnownExtensions.MAX);
    extensions.clear();
    extensions.put("one more", none);
    assertThat(extensions.of("one more")).isEqualTo(none);
  }
}
