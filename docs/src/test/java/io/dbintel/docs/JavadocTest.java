package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything public is documented, and what is written is right: references resolve, HTML closes.
 * The JDK's own doclint is asked for all that it knows; only tags are not demanded that would
 * repeat the sentence above them.
 */
class JavadocTest {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final List<String> REPETITIONS =
      List.of("no @param", "no @return", "no @throws", "no main description");

  @ParameterizedTest
  @MethodSource("modules")
  void everythingPublicIsDocumented(String module, @TempDir Path pages) throws IOException {
    Path sources = Meanings.repository().resolve(module).resolve("src/main/java");
    assertThat(findings(sources, pages)).as("what doclint finds in %s", module).isEmpty();
  }

  /** Those of the root POM that have Java to publish; one that is added is held to this as well. */
  static List<String> modules() throws IOException {
    String pom = Files.readString(Meanings.repository().resolve("pom.xml"));
    String listed = pom.substring(pom.indexOf("<modules>"), pom.indexOf("</modules>"));
    return MODULE
        .matcher(listed)
        .results()
        .map(found -> found.group(1))
        .filter(module -> !module.startsWith("examples/"))
        .filter(
            module ->
                Files.isDirectory(Meanings.repository().resolve(module).resolve("src/main/java")))
        .toList();
  }

  @Test
  void theListOfModulesIsReadFromThePom() throws IOException {
    assertThat(modules())
        .contains("dbintel-core", "dbintel-core/testkit", "dbintel-processors", "dbintel-jdbc");
  }

  @Test
  void aTypeWithoutACommentIsFound(@TempDir Path sources, @TempDir Path pages) throws IOException {
    Files.writeString(sources.resolve("Bare.java"), "public class Bare { private Bare() {} }");
    Files.writeString(
        sources.resolve("Astray.java"),
        "/** See {@link Nowhere}. */ public class Astray { private Astray() {} }");
    assertThat(findings(sources, pages)).hasSize(2).anyMatch(line -> line.contains("no comment"));
  }

  private static List<String> findings(Path sources, Path pages) throws IOException {
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
            javadoc.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> all = Files.walk(sources)) {
      List<Path> java = all.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of(
              "-quiet",
              "-Xdoclint:all",
              "-Xmaxwarns",
              "10000",
              "-Xmaxerrs",
              "10000",
              "-d",
              pages.toString());
      javadoc
          .getTask(null, files, found, null, options, files.getJavaFileObjectsFromPaths(java))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(JavadocTest::counts)
        .map(JavadocTest::line)
        .toList();
  }

  private static boolean counts(Diagnostic<? extends JavaFileObject> finding) {
    String message = finding.getMessage(Locale.ROOT);
    boolean total = message.matches("[0-9]+ (warnings?|errors?)");
    return !total && !isPrivate(finding) && REPETITIONS.stream().noneMatch(message::contains);
  }

  /** Doclint asks for the fields of exceptions too: they are in the serialized form. */
  private static boolean isPrivate(Diagnostic<? extends JavaFileObject> finding) {
    if (finding.getSource() == null) {
      return false;
    }
    try {
      String text = finding.getSource().getCharContent(true).toString();
      return text.startsWith("private ", (int) finding.getStartPosition());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String line(Diagnostic<? extends JavaFileObject> finding) {
    JavaFileObject source = finding.getSource();
    String file = source == null ? "" : source.getName() + ":" + finding.getLineNumber() + ": ";
    return file + finding.getMessage(Locale.ROOT);
  }
}
