package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.toy.ToyTarget;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins that cannot be used, as real jars: whatever is wrong, the jar and the reason are told.
 */
class BrokenPluginsTest {
  private static final String GOOD =
      """
      package acme;
      import io.dbintel.core.spi.*;
      import java.util.*;
      public class %s implements ProcessorProvider<%s.Config> {
        public record Config() {}
        %s
        public String name() { return "%s"; }
        public Class<Config> configType() { return Config.class; }
        public Config defaults() { return new Config(); }
        public Contract contract(Config config) { return Contract.none(); }
        public Processor create(Config config, ComponentContext context) { %s }
      }
      """;
  private static final String SECRET = "hunter2";

  @TempDir Path folder;
  private final List<URL> jars = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  @BeforeEach
  void aGoodOneBesides() {
    jar("good.jar", compiled(source("Good", "", "good", "return batch -> {};")), "acme.Good");
  }

  @AfterEach
  void closeLoaders() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  // --- what cannot be loaded

  @Test
  void aClassThatTheJarDoesNotHold() {
    jar("hollow.jar", compiled(), "acme.Missing");
    assertThat(problems())
        .containsExactly(
            "processors acme.Missing in hollow.jar could not be loaded: the jar does not hold that"
                + " class");
  }

  @Test
  void aClassThatIsNoProvider() {
    jar("stranger.jar", compiled("package acme; public class Stranger {}"), "acme.Stranger");
    assertThat(problems())
        .containsExactly(
            "processors acme.Stranger in stranger.jar could not be loaded: it is no "
                + ProcessorProvider.class.getName()
                + " of this version of dbintel-core");
  }

  @Test
  void aClassWithoutAPublicConstructor() {
    String constructor = "public Choosy(String name) {}";
    jar("choosy.jar", compiled(source("Choosy", constructor, "x", "return null;")), "acme.Choosy");
    assertThat(problems())
        .containsExactly(
            "processors acme.Choosy in choosy.jar could not be loaded: it has no public constructor"
                + " without arguments");
  }

  @Test
  void aConstructorThatThrowsIsToldWithoutItsWords() {
    String constructor =
        "public Angry() { throw new IllegalStateException(\"%s\"); }".formatted(SECRET);
    jar("angry-1.2.jar", compiled(source("Angry", constructor, "x", "return null;")), "acme.Angry");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(
            "processors acme.Angry in angry-1.2.jar could not be loaded: its constructor threw"
                + " java.lang.IllegalStateException at ")
        .contains("acme.Angry.<init>(Angry.java:6)")
        .doesNotContain(SECRET);
  }

  @Test
  void aClassThatNeedsAnotherJar() throws IOException {
    Path classes =
        compiled(
            "package other; public class Base {}",
            source("Needy", "private static final other.Base BASE = new other.Base();", "x", ""));
    Files.delete(classes.resolve("other/Base.class"));
    jar("needy.jar", classes, "acme.Needy");
    assertThat(problems())
        .containsExactly(
            "processors acme.Needy in needy.jar could not be loaded: it needs other.Base, which is"
                + " not there: is a jar missing?");
  }

  @Test
  void aClassWhoseParentIsInAnotherJar() throws IOException {
    Path classes =
        compiled(
            source("Parent", "", "x", "return null;"),
            "package acme; public class Orphan extends Parent {}");
    Files.delete(classes.resolve("acme/Parent.class"));
    jar("orphan.jar", classes, "acme.Orphan");
    jar("hollow.jar", compiled(), "acme.Missing");
    assertThat(problems())
        .containsExactly(
            "processors acme.Orphan in orphan.jar could not be loaded: it needs acme.Parent, which"
                + " is not there: is a jar missing?",
            "processors acme.Missing in hollow.jar could not be loaded: the jar does not hold that"
                + " class");
  }

  @Test
  void aClassOfALaterJava() throws IOException {
    Path classes = compiled(source("Later", "", "x", "return null;"));
    Path file = classes.resolve("acme/Later.class");
    byte[] bytes = Files.readAllBytes(file);
    // Bytes 6 and 7 are the version of the class file's format.
    bytes[6] = 3;
    bytes[7] = (byte) 0xE7;
    Files.write(file, bytes);
    jar("later.jar", classes, "acme.Later");
    assertThat(problems())
        .containsExactly(
            "processors acme.Later in later.jar could not be loaded: it was built for a later Java"
                + " than "
                + Runtime.version().feature());
  }

  @Test
  void aClassThatIsDamaged() throws IOException {
    Path classes = compiled(source("Torn", "", "x", "return null;"));
    Path file = classes.resolve("acme/Torn.class");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
    jar("torn.jar", classes, "acme.Torn");
    assertThat(problems())
        .containsExactly(
            "processors acme.Torn in torn.jar could not be loaded: its class is damaged"
                + " (java.lang.ClassFormatError)");
  }

  @Test
  void aServiceFileThatIsNone() {
    jar("scribble.jar", compiled(), "this is no class name");
    assertThat(problems())
        .containsExactly(
            "processors META-INF/services/"
                + ProcessorProvider.class.getName()
                + " in scribble.jar could not be read: it must hold one class name a line");
  }

  @Test
  void aNameThatTwoJarsClaimNamesBoth() {
    jar("other.jar", compiled(source("Other", "", "good", "return batch -> {};")), "acme.Other");
    assertThat(problems())
        .containsExactly(
            "processors 'good' is the name of both acme.Good in good.jar and acme.Other in"
                + " other.jar");
  }

  // --- what was built against another version of the SPI

  @Test
  void aProviderThatLacksAMethodOfTheSpi() throws IOException {
    jar("old.jar", builtAgainstAnOlderSpi(), "acme.Old");
    assertThat(problems("good-old"))
        .singleElement()
        .asString()
        .startsWith(
            "acme.Old in old.jar failed in contract(): it was built against another version of"
                + " dbintel-core (java.lang.AbstractMethodError: ")
        .contains("contract");
  }

  @Test
  void aProviderWithoutAName() {
    jar("nameless.jar", compiled(source("Nameless", "", "", "return null;")), "acme.Nameless");
    assertThat(problems())
        .containsExactly(
            "processors acme.Nameless in nameless.jar failed in name(): it has no name");
  }

  @Test
  void aProviderThatThrowsWhenAsked() {
    String more =
        "public Set<io.dbintel.core.event.AttrKey<?>> attributes() { return Set.of(null); }";
    jar("rude.jar", compiled(source("Rude", more, "rude", "return null;")), "acme.Rude");
    assertThat(problems("rude"))
        .singleElement()
        .asString()
        .startsWith("acme.Rude in rude.jar failed in attributes(): java.lang.NullPointerException");
  }

  @Test
  void aProviderThatCreatesNothing() {
    jar("empty.jar", compiled(source("Empty", "", "empty", "return null;")), "acme.Empty");
    assertThat(startedWith("empty"))
        .contains("acme.Empty in empty.jar failed in create(): it returned null");
  }

  @Test
  void aProviderThatThrowsWhenItCreates() {
    String create = "throw new IllegalStateException(\"" + SECRET + "\");";
    jar("sour.jar", compiled(source("Sour", "", "sour", create)), "acme.Sour");
    assertThat(startedWith("sour"))
        .contains("acme.Sour in sour.jar failed in create(): java.lang.IllegalStateException at ")
        .doesNotContain(SECRET);
  }

  @Test
  void aProviderThatIsFineIsFound() {
    try (DbIntel dbintel = builder("good").build()) {
      assertThat(dbintel.start().health().components())
          .anyMatch(component -> component.component().equals("a/good"));
    }
  }

  // --- how they are made

  private List<String> problems() {
    return problems("good");
  }

  private List<String> problems(String stage) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> builder(stage).build());
    assertThat(refused).isNotNull();
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }

  private String startedWith(String stage) {
    DbIntel dbintel = builder(stage).build();
    Throwable failure = catchThrowable(dbintel::start);
    assertThat(failure).isInstanceOf(IllegalStateException.class);
    return String.valueOf(failure.getMessage());
  }

  private DbIntelBuilder builder(String stage) {
    URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), BrokenPluginsTest.class.getClassLoader());
    loaders.add(loader);
    return DbIntel.builder()
        .classLoader(loader)
        .target(new ToyTarget("a"))
        .pipeline(pipeline -> pipeline.add(stage))
        .exporter(InMemoryExporter.create());
  }

  private static String source(String type, String more, String name, String create) {
    String body = create.isEmpty() ? "return null;" : create;
    return GOOD.formatted(type, type, more, name, body);
  }

  /** Classes of these sources, compiled against core. */
  private Path compiled(String... sources) {
    try {
      return compile(System.getProperty("java.class.path"), sources);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A provider that knows no contract(), as if the SPI had got it later. */
  private Path builtAgainstAnOlderSpi() throws IOException {
    String provider = Files.readString(spi("ProcessorProvider"));
    Path older =
        compile(
            System.getProperty("java.class.path"),
            provider.replace("Contract contract(C config);", ""));
    String old =
        source("Old", "", "good-old", "return batch -> {};")
            .replaceAll("(?m)^.*Contract contract.*$", "");
    return compile(older + File.pathSeparator + System.getProperty("java.class.path"), old);
  }

  private static Path spi(String type) {
    Path here = Path.of("src/main/java/io/dbintel/core/spi", type + ".java");
    assertThat(here).exists();
    return here;
  }

  private Path compile(String classPath, String... sources) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    if (sources.length == 0) {
      return classes;
    }
    List<Path> files = new ArrayList<>();
    Path texts = Files.createTempDirectory(folder, "sources");
    for (String source : sources) {
      String type = source.replaceAll("(?s).*?public (?:class|interface) (\\w+).*", "$1");
      files.add(Files.writeString(texts.resolve(type + ".java"), source));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-proc:none", "-d", classes.toString(), "-classpath", classPath);
      boolean fine =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(fine).as(said.toString()).isTrue();
    }
    return classes;
  }

  /** A jar of these classes that registers a processor. */
  private void jar(String name, Path classes, String provider) {
    Path file = folder.resolve(name);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(classes)) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + ProcessorProvider.class.getName()));
      jar.write((provider + '\n').getBytes(StandardCharsets.UTF_8));
      for (Path entry : all.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, jar);
      }
      jars.add(file.toUri().toURL());
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
