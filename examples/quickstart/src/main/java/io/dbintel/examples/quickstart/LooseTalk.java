package io.dbintel.examples.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A session that spells out personal data wherever a client can put text: in literals of all kinds,
 * in comments, and in its application name. It runs long enough to be sampled several times.
 */
final class LooseTalk {
  /** What its normalised statements have in common. */
  static final String TABLE = "refunds";

  private LooseTalk() {}

  static void createTables(Statement sql) throws SQLException {
    sql.execute("CREATE TABLE " + TABLE + " (card text, email text)");
    sql.execute("INSERT INTO " + TABLE + " VALUES ('none', 'none')");
  }

  static void run(EmbeddedServer server) throws SQLException {
    String name = PlantedData.EMAIL + " " + PlantedData.CARD_WITH_SPACES;
    try (Connection connection = server.connect(name);
        Statement sql = connection.createStatement()) {
      for (String statement : statements()) {
        sql.execute(statement);
      }
    }
  }

  private static List<String> statements() {
    return List.of(
        "SELECT /* for %s, card %s */ pg_sleep(4) FROM refunds WHERE card <> '%s' AND email <> '%s'"
            .formatted(
                PlantedData.EMAIL,
                PlantedData.CARD,
                PlantedData.CARD_WITH_SPACES,
                PlantedData.EMAIL),
        "SELECT pg_sleep(4) FROM refunds WHERE card <> $card$%s$card$ AND email <> E'%s' -- ask %s"
            .formatted(PlantedData.CARD_WITH_DASHES, PlantedData.EMAIL, PlantedData.EMAIL),
        "SELECT pg_sleep(4) FROM refunds WHERE card <> (%s)::text AND email <> U&'%s'"
            .formatted(PlantedData.CARD, PlantedData.EMAIL));
  }
}
