package io.dbintel.jdbc.testing;

import java.sql.Connection;
import java.sql.SQLException;

/** A server that somebody else runs; its superuser comes by system properties. */
final class ExternalServer extends TestDatabase {
  private final String prefix;
  private final Role superuser;
  private final int major;

  ExternalServer(String url) {
    int slash = url.indexOf('/', url.indexOf("//") + 2);
    prefix = slash < 0 ? url + '/' : url.substring(0, slash + 1);
    superuser =
        new Role(
            System.getProperty("db.postgresql.user", "postgres"),
            System.getProperty("db.postgresql.password", ""));
    try (Connection connection = connect("postgres")) {
      major = connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException error) {
      throw new IllegalStateException("the server of -Ddb.postgresql.url does not answer", error);
    }
  }

  @Override
  public int major() {
    return major;
  }

  @Override
  String prefix() {
    return prefix;
  }

  @Override
  public Role superuser() {
    return superuser;
  }
}
