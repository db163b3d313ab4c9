package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of other projects, for what all of them must agree on: see the corpus's README. */
class SqlCorpusTest {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.$\"`:@])\\d{3,}(?![\\w\"`])");

  private static final Pattern NEEDS_A_LEXER = Pattern.compile("\\\\|--|/\\*|\\$\\D|\"[^\"]*'");

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);

  private record Case(String source, String dialect, String kind, String input, String expected) {
    boolean isPostgres() {
      return dialect.contains("postgres") || dialect.equals("any") || dialect.equals("other_sql");
    }

    /** Whether the expected text is of the whole statement, and by options we know. */
    boolean isWholeText() {
      return Stream.of("obfuscate", "normalize", "sanitize", "fingerprint")
          .anyMatch(prefix -> kind.startsWith(prefix) && !kind.contains("options vary"));
    }
  }

  @Test
  void everyTextIsReadOrWithheld() throws IOException {
    int unreadable = 0;
    List<Case> cases = cases();
    for (Case example : cases) {
      NormalizedSql result = normalizer.normalize(example.input);
      assertThat(normalizer.normalize(result.text()).text()).isEqualTo(result.text());
      assertThat(normalizer.normalizeTruncated(example.input).complete()).isFalse();
      if (!result.readable() && example.isPostgres()) {
        unreadable++;
      }
    }
    System.out.printf("%d cases, %d of PostgreSQL unreadable%n", cases.size(), unreadable);
    // All end inside a string, a comment or an identifier; one has a lone dollar.
    assertThat(unreadable).isLessThanOrEqualTo(9);
  }

  @Test
  void noLiteralSurvives() throws IOException {
    int literals = 0;
    for (Case example : cases()) {
      if (!example.isPostgres()) {
        continue;
      }
      String whole = normalizer.normalize(example.input).text();
      String cut = normalizer.normalizeTruncated(example.input).text();
      for (String literal : literals(example.input)) {
        literals++;
        assertThat(whole).as("%s", example).doesNotContain(literal);
        assertThat(cut).as("%s", example).doesNotContain(literal);
      }
    }
    System.out.printf("%d literals looked for%n", literals);
    assertThat(literals).isGreaterThanOrEqualTo(200);
  }

  @Test
  void summariesAreThoseOfTheConvention() throws IOException {
    int summaries = 0;
    for (Case example : cases()) {
      if (example.kind.equals("query_summary")) {
        summaries++;
        assertThat("\"" + escaped(normalizer.normalize(example.input).summary()) + "\"")
            .as("%s", example)
            .isEqualTo(example.expected);
      }
    }
    assertThat(summaries).isGreaterThanOrEqualTo(85);
  }

  private static String escaped(@Nullable String summary) {
    return summary == null ? "" : summary.replace("\"", "\\\"");
  }

  /** Whatever the dialect, all that is longer than three characters between single quotes. */
  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void noStringSurvivesInAnyDialect(SqlDialect dialect) throws IOException {
    SqlNormalizer theirs = SqlNormalizer.of(dialect);
    for (Case example : cases()) {
      NormalizedSql result = theirs.normalize(example.input);
      assertThat(theirs.normalize(result.text()).text()).isEqualTo(result.text());
      for (String literal : literals(example.input)) {
        if (!example.input.contains("\"") && !example.input.contains("`")) {
          assertThat(result.text() + result.summary()).as("%s", example).doesNotContain(literal);
        }
      }
    }
  }

  /** Texts that are too long for the fast lane say what the long way makes of them. */
  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void theFastLaneDoesWhatTheLongWayDoes(SqlDialect dialect) throws IOException {
    SqlNormalizer fast = SqlNormalizer.of(dialect, 1 << 20);
    SqlNormalizer slow = SqlNormalizer.of(dialect, 500);
    for (Case example : cases()) {
      NormalizedSql one = fast.normalize(example.input);
      NormalizedSql other = slow.normalize(example.input);
      assertThat(one.fingerprint()).as("%s", example).isEqualTo(other.fingerprint());
      assertThat(one.summary()).as("%s", example).isEqualTo(other.summary());
      assertThat(one.kind()).isEqualTo(other.kind());
      if (one.text().length() <= 500) {
        assertThat(one.text()).isEqualTo(other.text());
      }
    }
  }

  /**
   * The floor is what a lexer can do: all pairs, save those whose likeness only a parser sees or
   * whose strings are another server's.
   */
  @Test
  void textsOthersTakeForOneHaveOneFingerprint() throws IOException {
    Map<String, List<Case>> groups = new LinkedHashMap<>();
    for (Case example : cases()) {
      if (example.isPostgres() && example.isWholeText()) {
        String key = example.source + example.kind + example.expected;
        groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(example);
      }
    }
    int pairs = 0;
    Map<Deviation, Integer> apart = new EnumMap<>(Deviation.class);
    for (List<Case> group : groups.values()) {
      Case first = group.get(0);
      for (Case other : group.subList(1, group.size())) {
        pairs++;
        if (!fingerprint(first).equals(fingerprint(other))) {
          apart.merge(Deviation.of(first, other), 1, Integer::sum);
        }
      }
    }
    int agreed = pairs - apart.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("%d of %d pairs agree, apart: %s%n", agreed, pairs, apart);
    assertThat(apart).doesNotContainKey(Deviation.UNEXPLAINED);
    assertThat(agreed).isGreaterThanOrEqualTo(pairs / 2);
  }

  /** Why two texts are one to somebody else and two to us. */
  private enum Deviation {
    /** {@code \'}, which the standard reads as the end, or double quotes around a string. */
    STRINGS_OF_ANOTHER_SERVER,
    /** {@code EXTRACT(epoch FROM a)} and {@code EXTRACT('epoch' FROM a)}. */
    LITERAL_WRITTEN_AS_A_WORD,
    /** {@code =} and {@code IN}, the order of columns, aliases, casts, names of statements. */
    SEEN_BY_A_PARSER,
    /** {@code +6}, which the server's own statistics keep as an operator and a number. */
    PLUS_SIGN,
    UNEXPLAINED;

    static Deviation of(Case one, Case other) {
      String both = one.input + other.input;
      if (both.contains("\\'") || both.contains("= \"")) {
        return STRINGS_OF_ANOTHER_SERVER;
      }
      if (both.contains("EXTRACT")) {
        return LITERAL_WRITTEN_AS_A_WORD;
      }
      if (both.contains("> +")) {
        return PLUS_SIGN;
      }
      return one.kind.startsWith("fingerprint(pg_query") ? SEEN_BY_A_PARSER : UNEXPLAINED;
    }
  }

  private String fingerprint(Case example) {
    return normalizer.normalize(example.input).fingerprint();
  }

  /**
   * The contents of quoted strings, found by counting quotes, and bare numbers; of texts where that
   * is enough, and without those that the text also holds outside quotes.
   */
  private static Set<String> literals(String sql) {
    if (NEEDS_A_LEXER.matcher(sql).find()) {
      return Set.of();
    }
    List<String> parts = List.of(sql.split("'", -1));
    StringBuilder outside = new StringBuilder();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i % 2 == 1) {
        found.add(parts.get(i));
      } else {
        outside.append(parts.get(i)).append('\n');
      }
    }
    found.removeIf(literal -> literal.length() < 3 || outside.indexOf(literal) >= 0);
    Matcher numbers = NUMBER.matcher(outside);
    while (numbers.find()) {
      found.add(numbers.group());
    }
    return Set.copyOf(found);
  }

  private static List<Case> cases() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Case> cases = new ArrayList<>();
    Path file = Corpora.folder("sql_normalization").resolve("cases.jsonl");
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode node = mapper.readTree(line);
        cases.add(
            new Case(
                node.path("source").asText(),
                node.path("dialect").asText(),
                node.path("kind").asText(),
                node.path("input").asText(),
                node.path("expected").toString()));
      }
    }
    return cases;
  }
}
