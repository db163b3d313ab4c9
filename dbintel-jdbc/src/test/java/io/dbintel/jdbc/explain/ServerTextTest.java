package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.jdbc.explain.NoPlan.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTextTest {
  private static final String MARK = " /* dbintel:explain */";

  private static String sent(String text) throws Refusal {
    return ServerText.prove(text).text().replace(MARK, "");
  }

  private static NoPlan refusal(String text) {
    return catchThrowableOfType(Refusal.class, () -> ServerText.prove(text)).reason();
  }

  @Test
  void oneStatementIsSentAsItStandsWithOurMark() throws Refusal {
    assertThat(ServerText.prove("SELECT a, \"B c\" FROM s.t WHERE a = $1").text())
        .isEqualTo("SELECT" + MARK + " a, \"B c\" FROM s.t WHERE a = $1");
    assertThat(sent("(select $1) union (select $2)")).isEqualTo("(select $1) union (select $2)");
    assertThat(sent("with x as (delete from t returning *) select * from x;"))
        .isEqualTo("with x as (delete from t returning *) select * from x");
  }

  @Test
  void commentsAreNotSent() throws Refusal {
    assertThat(sent("/* a */ select -- b ; commit\n $1 /* c /* d; */ e */ , $2 -- '"))
        .isEqualTo("select $1 , $2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select $1; commit; drop table t",
        "select $1; commit; select $2",
        "select $1 ; ; select $1",
        "select $1;;"
      })
  void whatFollowsASemicolonIsRefused(String text) {
    assertThat(refusal(text)).isEqualTo(NoPlan.MULTIPLE_STATEMENTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '\\'; commit; drop table t; --'",
        "select 'a\\', 'b; commit; --'",
        "select E'\\'; commit; --'",
        "select $$; commit; $$",
        "select $t$ $t$",
        "select x'00'",
        "select n'a'",
        "select 'a'\n'b'"
      })
  void stringOfAnySyntaxIsRefusedWhateverABackslashMeans(String text) {
    assertThat(refusal(text)).isEqualTo(NoPlan.LITERALS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select U&\"d\\0061t\" from t",
        "select U&'a'",
        "select \"a;b\" from t",
        "select \"a\nb\" from t",
        "select \"\" from t",
        "select \u00e4 from t",
        "select $1\u00a0from t",
        "select 1a",
        "select $1a",
        "select {fn now()}",
        "select a \\ b",
        "select a ?? b from t",
        "select a\u0000b",
        "select a1234567890a1234567890a1234567890a1234567890a1234567890a123456789"
      })
  void whatCouldBeReadInTwoWaysIsRefused(String text) {
    assertThat(refusal(text)).isEqualTo(NoPlan.UNSAFE_TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"select a from t where (a = $1", "select \"a", "select a /* b", "select a[$1"})
  void cutTextIsTruncated(String text) {
    assertThat(refusal(text)).isEqualTo(NoPlan.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit",
        "call p($1)",
        "explain select $1",
        "create table t as select $1",
        "execute p($1)",
        "declare c cursor for select $1",
        "<insufficient privilege>",
        "do $1",
        "set a = $1"
      })
  void whatHasNoPlanIsNotExplainable(String text) {
    assertThat(refusal(text)).isEqualTo(NoPlan.NOT_EXPLAINABLE);
  }

  @Test
  void emptyTextIsNoText() {
    assertThat(refusal("")).isEqualTo(NoPlan.NO_TEXT);
    assertThat(refusal(" -- nothing")).isEqualTo(NoPlan.NO_TEXT);
  }

  @Test
  void squashedListBecomesTwoParameters() throws Refusal {
    assertThat(sent("select * from t where a in ($1 /*, ... */) and b = $2"))
        .isEqualTo("select * from t where a in ($1, $3) and b = $2");
    assertThat(sent("select array[$1 /*, ... */], array[$2 /*, ... */]"))
        .isEqualTo("select array[$1, $3], array[$2, $4]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from t where a = $1 /*, ... */",
        "select * from t where a in ($1 /*, ... */ , $2)",
        "select * from t where a in ($1::int /*, ... */)",
        "select /*, ... */ $1"
      })
  void listSquashedInAnotherWayIsRefusedOrAtLeastNeverOneItem(String text) {
    try {
      assertThat(sent(text)).contains("$1, $");
    } catch (Refusal refusal) {
      assertThat(refusal.reason()).isEqualTo(NoPlan.SQUASHED_LIST);
    }
  }

  @Test
  void typeBeforeAParameterBecomesACast() throws Refusal {
    assertThat(sent("select now() - interval $1, date $2"))
        .isEqualTo("select now() - ($1::interval), ($2::date)");
    assertThat(sent("select t.date, $1 from t")).isEqualTo("select t.date, $1 from t");
  }

  @Test
  void namesCallsMembersAndOperatorsAreKnownAsTheServerFoldsThem() throws Refusal {
    Explainable it =
        ServerText.prove("select Count(*), v.Evil, \"F\"($1) from T v where a @@-$2 and b=-$3");
    assertThat(it.names()).contains("t", "v", "evil", "F", "count").doesNotContain("T", "Evil");
    assertThat(it.calls()).contains("count", "F");
    assertThat(it.members()).isEqualTo(Set.of("evil"));
    assertThat(it.operators()).contains("@@-", "=", "-", "*", "~~", "<").doesNotContain("=-");
  }

  @Test
  void parametersBeyondABoundAreRefused() {
    assertThat(refusal("select $257")).isEqualTo(NoPlan.TOO_MANY_PARAMETERS);
  }

  @Test
  void searchPathIsResolvedForTheRole() throws Refusal {
    assertThat(SearchPath.of("\"$user\", public", "Joe \"X\""))
        .isEqualTo("\"Joe \"\"X\"\"\", \"public\"");
    assertThat(SearchPath.of("$user,Shop", "")).isEqualTo("\"shop\"");
    assertThat(SearchPath.of("", "joe")).isEmpty();
    assertThat(catchThrowableOfType(Refusal.class, () -> SearchPath.of("\"a", "joe")).reason())
        .isEqualTo(NoPlan.SEARCH_PATH);
    assertThat(catchThrowableOfType(Refusal.class, () -> SearchPath.of("a b", "joe")).reason())
        .isEqualTo(NoPlan.SEARCH_PATH);
  }

  @Test
  void planWithOtherEstimatesIsTheSame() {
    String plan = "[\n  {\n    \"Node Type\": \"Seq Scan\",\n    \"Total Cost\": 1.5\n  }\n]";
    assertThat(PlanIdentity.of(plan.replace("1.5", "9.9"))).isEqualTo(PlanIdentity.of(plan));
    assertThat(PlanIdentity.of(plan.replace("Seq", "Index"))).isNotEqualTo(PlanIdentity.of(plan));
  }
}
