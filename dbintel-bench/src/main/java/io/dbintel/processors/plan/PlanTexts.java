package io.dbintel.processors.plan;

/** Plans as PostgreSQL prints them, measured and verbose, of a given number of nodes. */
final class PlanTexts {
  private PlanTexts() {}

  /** A plan of joins: each level has a hash join, a sequential scan, a hash and an index scan. */
  static String json(int levels) {
    StringBuilder text = new StringBuilder("[\n  {\n    \"Plan\": {\n");
    for (int i = 0; i < levels; i++) {
      String indent = "  ".repeat(3 + 2 * i);
      properties(text, indent, "Hash Join", i);
      line(text, indent, "\"Join Type\": \"Inner\",");
      line(text, indent, "\"Inner Unique\": false,");
      line(text, indent, "\"Hash Cond\": \"(o" + i + ".customer_id = c" + i + ".id)\",");
      line(text, indent, "\"Plans\": [");
      line(text, indent, "  {");
      scan(text, indent + "    ", i);
      line(text, indent, "  },");
      line(text, indent, "  {");
    }
    String last = "  ".repeat(3 + 2 * levels);
    scan(text, last, levels);
    for (int i = levels - 1; i >= 0; i--) {
      String indent = "  ".repeat(3 + 2 * i);
      line(text, indent, "  }");
      line(text, indent, "]");
    }
    return text.append("    },\n    \"Planning Time\": 0.512,\n    \"Triggers\": [\n    ],\n")
        .append("    \"Execution Time\": 812.014\n  }\n]\n")
        .toString();
  }

  private static void scan(StringBuilder text, String indent, int number) {
    properties(text, indent, "Index Scan", number);
    line(text, indent, "\"Scan Direction\": \"Forward\",");
    line(text, indent, "\"Index Name\": \"orders_placed_idx\",");
    line(text, indent, "\"Relation Name\": \"orders\",");
    line(text, indent, "\"Schema\": \"shop\",");
    line(text, indent, "\"Alias\": \"o" + number + "\",");
    line(
        text,
        indent,
        "\"Index Cond\": \"(o%d.placed >= '2026-11-%02d 00:00:00+00'::timestamp with time zone)\","
            .formatted(number, 1 + number % 28));
    line(text, indent, "\"Filter\": \"((o%d.status)::text = 'paid'::text)\",".formatted(number));
    line(text, indent, "\"Rows Removed by Filter\": " + 31 * number);
  }

  private static void properties(StringBuilder text, String indent, String type, int number) {
    line(text, indent, "\"Node Type\": \"" + type + "\",");
    line(text, indent, "\"Parent Relationship\": \"Outer\",");
    line(text, indent, "\"Parallel Aware\": false,");
    line(text, indent, "\"Async Capable\": false,");
    line(text, indent, "\"Startup Cost\": 12.43,");
    line(text, indent, "\"Total Cost\": " + (1000 + number) + ".25,");
    line(text, indent, "\"Plan Rows\": " + (200 + number) + ",");
    line(text, indent, "\"Plan Width\": 96,");
    line(text, indent, "\"Actual Startup Time\": 0.123,");
    line(text, indent, "\"Actual Total Time\": " + (40 + number) + ".871,");
    line(text, indent, "\"Actual Rows\": " + (180 + number) + ".00,");
    line(text, indent, "\"Actual Loops\": 1,");
    line(text, indent, "\"Output\": [\"o.id\", \"o.total\", \"o.placed\", \"c.name\"],");
    for (String block : new String[] {"Shared Hit", "Shared Read", "Shared Dirtied"}) {
      line(text, indent, "\"" + block + " Blocks\": " + 7 * number + ",");
    }
    for (String block : new String[] {"Local Hit", "Local Read", "Temp Read", "Temp Written"}) {
      line(text, indent, "\"" + block + " Blocks\": 0,");
    }
  }

  private static void line(StringBuilder text, String indent, String line) {
    text.append(indent).append(line).append('\n');
  }
}
