package com.example.jobs;

import io.dbintel.core.config.ConfigChecks;

/**
 * How events are tagged.
 *
 * @param team the team that owns the databases, 1 to 64 of a-z, 0-9, '-', '_' and '.'; default
 *     {@code unowned}
 * @param dropBulk whether events of the lowest priority are dropped; default false
 */
public record TeamTagConfig(String team, boolean dropBulk) {

  /** Checks the team's name. */
  public TeamTagConfig {
    new ConfigChecks(TeamTagProvider.NAME).id("team", team).throwIfAny();
  }

  /** Nobody's, and nothing dropped. */
  public static TeamTagConfig defaults() {
    return new TeamTagConfig("unowned", false);
  }
}
