package io.dbintel.examples.cli;

import io.dbintel.core.DbIntel;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The configuration that a command is about. */
final class Configured {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, in YAML, or in JSON if its name ends with .json.")
  private Path file;

  /** An instance that was checked and not started. */
  DbIntel instance() throws Failure {
    try {
      return DbIntel.builder().config(file).build();
    } catch (ConfigException wrong) {
      throw new Failure(
          DbIntelCli.USAGE,
          wrong.problems().stream()
              .map(ConfigProblem::toString)
              .collect(Collectors.joining(System.lineSeparator())));
    }
  }

  Path file() {
    return file;
  }
}
