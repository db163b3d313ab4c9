package io.dbintel.core;

import io.dbintel.core.binding.HostObjects;
import io.dbintel.core.binding.RecordBinder;
import io.dbintel.core.binding.References;
import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigDocument;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An instance as it was asked for and checked, whether by Java, by a file or by both.
 *
 * @param name the instance's
 * @param settings its bounds
 * @param vocabulary every name events may use
 * @param parts what it is made of
 */
record Blueprint(String name, EngineSettings settings, Vocabulary vocabulary, Assembly parts) {
  private static final String DEFAULT_NAME = "dbintel";

  /**
   * Reads the files, binds what they say, and checks all of it together.
   *
   * @throws ConfigException telling every problem
   */
  static Blueprint of(
      List<Supplier<ConfigDocument>> files,
      Wanted byJava,
      Plugins plugins,
      HostObjects objects,
      ClassLoader loader) {
    List<ConfigDocument> documents = files.stream().map(Supplier::get).toList();
    ConfigChecks checks = new ConfigChecks("");
    documents.forEach(document -> checks.addAll("", document.problems()));
    checks.that(files.size() <= 1, "", "must be configured by one file at most");

    Plugins.Found found = plugins.find(loader, checks);
    References references = new References(found.resolvers(), checks);
    RecordBinder binder = new RecordBinder(references, objects, checks);
    Wanted wanted = new Wanted();
    ConfigFile file = new ConfigFile(binder, references, checks, wanted);
    boolean allRead = true;
    for (ConfigDocument document : documents) {
      allRead &= file.read(document);
    }
    wanted.addAll(byJava);

    String name = wanted.names.isEmpty() ? DEFAULT_NAME : wanted.names.get(0);
    checks.id("name", name);
    checks.that(wanted.names.size() <= 1, "name", "is said in the file and in Java");
    checks.that(wanted.engine.size() <= 1, "engine", "is said in the file and in Java");
    Assembly assembly = assembly(found, wanted, checks);
    Vocabulary vocabulary = assembly.vocabulary();
    if (allRead) {
      checks.that(
          !wanted.exporters.isEmpty() || wanted.doubtful.contains("exporters"),
          "exporters",
          "must not be empty: without an exporter nothing of what is collected reaches anybody");
      Set<String> mentioned = new HashSet<>();
      documents.forEach(each -> mentioned.addAll(ConfigFile.mentioned(each.root())));
      boolean whole = documents.stream().allMatch(each -> each.problems().isEmpty());
      objects.checkUsed(checks, mentioned, whole);
    }
    List<ConfigProblem> problems = told(checks.problems(), references, documents);
    if (!problems.isEmpty()) {
      throw new ConfigException(references.isMasked("name") ? DEFAULT_NAME : name, problems);
    }
    EngineSettings settings =
        wanted.engine.isEmpty() ? EngineSettings.defaults() : wanted.engine.get(0);
    return new Blueprint(name, settings, vocabulary, assembly);
  }

  private static Assembly assembly(Plugins.Found found, Wanted wanted, ConfigChecks checks) {
    Assembly assembly = new Assembly(checks);
    assembly.targets(found.targets(), wanted.targets);
    assembly.collectors(found.collectors(), wanted.collectors);
    assembly.pipeline(found.processors(), wanted.stages);
    assembly.guards(found.guards(), wanted.guards);
    assembly.exporters(found.exporters(), wanted.exporters);
    assembly.stateStores(found.stores(), wanted.stores);
    assembly.checkContracts(!wanted.doubtful.contains("pipeline"));
    return assembly;
  }

  /** Each problem with its place in a file, and without what came from where secrets are. */
  private static List<ConfigProblem> told(
      List<ConfigProblem> problems, References references, List<ConfigDocument> documents) {
    List<ConfigProblem> told = new ArrayList<>();
    for (ConfigProblem problem : problems) {
      ConfigProblem masked = references.mask(problem);
      for (ConfigDocument document : documents) {
        if (masked.place() == null) {
          masked = masked.at(document.placeOf(problem.path()));
        }
      }
      told.add(masked);
    }
    return told;
  }
}
