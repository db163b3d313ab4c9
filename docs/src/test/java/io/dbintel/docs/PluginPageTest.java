package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/plugins.md shows can be followed: its classes compile as they stand, all together. */
class PluginPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);$");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)");
  private static final Pattern INLINE_BUILDER =
      Pattern.compile("`(\\.(?:pipeline|register)\\([^`]+)`");

  /** A class as the page shows it. */
  private static final class Shown extends SimpleJavaFileObject {
    private final String text;

    Shown(String text) {
      super(
          URI.create(
              "page:///"
                  + found(PACKAGE, text).replace('.', '/')
                  + '/'
                  + found(TYPE, text)
                  + ".java"),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  @Test
  void itsClassesCompile(@TempDir Path classes) throws IOException {
    List<String> blocks = blocks(page());
    assertThat(blocks).as("a class begins with its package").hasSizeGreaterThan(3);
    assertThat(blocks).allMatch(block -> PACKAGE.matcher(block).find());
    assertThat(problems(blocks, classes)).isEmpty();
  }

  /** They stand in the middle of sentences, and nobody sees when they are no longer so. */
  @Test
  void whatItSaysToABuilderCompilesToo(@TempDir Path classes) throws IOException {
    List<String> said = INLINE_BUILDER.matcher(page()).results().map(m -> m.group(1)).toList();
    assertThat(said).hasSizeGreaterThan(1);
    List<String> blocks = new ArrayList<>(blocks(page()));
    blocks.add(
        """
        package com.acme;

        import io.dbintel.core.DbIntel;
        import io.dbintel.core.DbIntelBuilder;
        import java.time.Duration;

        class Host {
          static DbIntelBuilder host() {
            return DbIntel.builder()%s;
          }
        }
        """
            .formatted(String.join("", said)));
    assertThat(problems(blocks, classes)).isEmpty();
  }

  @Test
  void classThatDoesNotCompileIsFound(@TempDir Path classes) throws IOException {
    List<String> blocks = new ArrayList<>(blocks(page()));
    blocks.replaceAll(block -> block.replace("getDouble(", "getNumber("));
    assertThat(problems(blocks, classes)).anyMatch(problem -> problem.contains("getNumber"));
  }

  private static String page() throws IOException {
    return Files.readString(Meanings.repository().resolve("docs/plugins.md"));
  }

  private static List<String> blocks(String page) {
    return BLOCK.matcher(page).results().map(match -> match.group(1)).toList();
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static List<String> problems(List<String> blocks, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-Xlint:all,-processing,-classfile,-path",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      List<Shown> shown = blocks.stream().map(Shown::new).toList();
      boolean unused =
          compiler.getTask(new StringWriter(), files, found, options, null, shown).call();
    }
    return found.getDiagnostics().stream()
        .filter(one -> one.getKind() != Diagnostic.Kind.NOTE)
        .map(one -> one.toString())
        .toList();
  }
}
