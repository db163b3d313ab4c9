package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same plan in every form. */
final class PlanFormatsTest {
  private static final String JSON =
      """
      [{"Plan": {"Node Type": "Aggregate", "Strategy": "Mixed", "Parallel Aware": false,
        "Plan Rows": 3, "Actual Rows": 2.50, "Shared I/O Read Time": 0.125,
        "Grouping Sets": [{"Hash Keys": [["a", "b"]]}, {"Group Keys": [[]]}],
        "Filter": "(a < 'x&\\"\\n- Plan:'::text)",
        "Plans": [{"Node Type": "Seq Scan", "Relation Name": "t", "Alias": "t"}]},
       "Settings": {"work_mem": "64MB"}, "Triggers": [],
       "Planning Time": 0.5}]
      """;

  private static final String YAML =
      """
      - Plan:
          Node Type: "Aggregate"
          Strategy: "Mixed"
          Parallel Aware: false
          Plan Rows: 3
          Actual Rows: 2.50
          Shared I/O Read Time: 0.125
          Grouping Sets:
            - Hash Keys:
                - ["a", "b"]
            - Group Keys:
                - []
          Filter: "(a < 'x&\\"\\n- Plan:'::text)"
          Plans:
            - Node Type: "Seq Scan"
              Relation Name: "t"
              Alias: "t"
        Settings:
          work_mem: "64MB"
        Triggers:
        Planning Time: 0.5
      """;

  private static final String XML =
      """
      <explain xmlns="http://www.postgresql.org/2009/explain">
        <Query>
          <Plan>
            <Node-Type>Aggregate</Node-Type>
            <Strategy>Mixed</Strategy>
            <Parallel-Aware>false</Parallel-Aware>
            <Plan-Rows>3</Plan-Rows>
            <Actual-Rows>2.50</Actual-Rows>
            <Shared-I-O-Read-Time>0.125</Shared-I-O-Read-Time>
            <Grouping-Sets>
              <Grouping-Set>
                <Hash-Keys>
                  <Hash-Key><Item>a</Item><Item>b</Item></Hash-Key>
                </Hash-Keys>
              </Grouping-Set>
              <Grouping-Set>
                <Group-Keys>
                  <Group-Key></Group-Key>
                </Group-Keys>
              </Grouping-Set>
            </Grouping-Sets>
            <Filter>(a &lt; 'x&amp;"
      - Plan:'::text)</Filter>
            <Plans>
              <Plan>
                <Node-Type>Seq Scan</Node-Type>
                <Relation-Name>t</Relation-Name>
                <Alias>t</Alias>
              </Plan>
            </Plans>
          </Plan>
          <Settings>
            <work_mem>64MB</work_mem>
          </Settings>
          <Triggers>
          </Triggers>
          <Planning-Time>0.5</Planning-Time>
        </Query>
      </explain>
      """;

  private final PlanReader reader = new PlanReader();

  @Test
  void yamlSaysWhatJsonSays() throws UnreadablePlanException {
    assertSame(YAML, Format.YAML);
  }

  @Test
  void xmlSaysWhatJsonSays() throws UnreadablePlanException {
    assertSame(XML, Format.XML);
  }

  @Test
  void groupsWithoutPropertiesAreKnownInEveryForm() throws UnreadablePlanException {
    for (String plan :
        new String[] {
          "[{\"Plan\": {\"Node Type\": \"Result\"}, \"Settings\": {}, \"Planning\": {}}]",
          "- Plan:\n    Node Type: \"Result\"\n  Settings:\n  Planning:\n",
          "<explain><Query><Plan><Node-Type>Result</Node-Type></Plan><Settings>\n</Settings>"
              + "<Planning></Planning></Query></explain>"
        }) {
      assertThat(reader.read(plan).unknownKeys()).as(plan).isZero();
    }
  }

  private void assertSame(String text, Format format) throws UnreadablePlanException {
    QueryPlan json = reader.read(JSON);
    QueryPlan other = reader.read(text);
    assertThat(other.format()).isEqualTo(format);
    assertThat(other.root().texts(PlanKey.HASH_KEYS)).containsExactly("a, b");
    assertThat(other.root().texts(PlanKey.GROUP_KEYS)).containsExactly("()");
    assertThat(PlanTree.toJson(other, 10_000)).isEqualTo(PlanTree.toJson(json, 10_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
                     QUERY PLAN
        -----------------------------------
         Limit  (cost=0.00..1.00 rows=1 width=4)
           ->  Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)
        (2 rows)
        """,
        """
        ┌──────────────────────────────────────────────────────┐
        │                      QUERY PLAN                      │
        ├──────────────────────────────────────────────────────┤
        │ Limit  (cost=0.00..1.00 rows=1 width=4)              │
        │   ->  Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)│
        └──────────────────────────────────────────────────────┘
        (2 rows)
        """,
        """
                         QUERY PLAN                 \s
        --------------------------------------------
         [                                         +
           {"Plan": {"Node Type": "Limit",         +
             "Plans": [{"Node Type": "Seq Scan",   +
               "Relation Name": "t"}]}}            +
         ]
        (1 row)
        """,
        """
        "Limit  (cost=0.00..1.00 rows=1 width=4)"
        "  ->  Seq Scan on ""t""  (cost=0.00..1.00 rows=1 width=4)"
        """
      })
  void takesFramesAway(String framed) throws UnreadablePlanException {
    QueryPlan plan = reader.read(framed);
    assertThat(plan.root().operator()).isEqualTo("Limit");
    assertThat(plan.root().children().get(0).relation()).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<explain><Query><Plan><Node-Type>Limit</Plan></Query></explain>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><explain>&e;</explain>",
        "<explain><Query><Plan>",
        "<html></html>",
        "- Plan:\n    Node Type: \"Limit\"\n  x\n",
        "- Plan:\n    Node Type: \"Lim\n"
      })
  void refusesWhatIsBroken(String plan) {
    assertThatThrownBy(() -> reader.read(plan))
        .isInstanceOfSatisfying(
            UnreadablePlanException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }
}
