package io.dbintel.jdbc.observe;

import java.util.Objects;

/**
 * To whom a session belongs. Every text is one that {@link SafeName} let pass; empty if the server
 * does not say.
 *
 * @param database the database it is connected to
 * @param user the role it logged in as
 * @param application what the client says it is
 * @param client the client's network address; personal data in some regimes, so that it leaves the
 *     process only where the host says so
 */
public record SessionOwner(String database, String user, String application, String client) {
  /** Nobody. */
  public static final SessionOwner NONE = new SessionOwner("", "", "", "");

  /** Checks that nothing is missing. */
  public SessionOwner {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(client, "client");
  }
}
