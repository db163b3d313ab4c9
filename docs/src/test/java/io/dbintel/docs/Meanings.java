package io.dbintel.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the Javadoc says, read by the JDK's own parser from the sources of all modules. */
final class Meanings {
  private final Path root;

  private Meanings(Path root) {
    this.root = root;
  }

  static Meanings ofThisRepository() {
    return new Meanings(repository());
  }

  static Path repository() {
    Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no repository around the test");
    }
    return folder;
  }

  /** A type's first sentence and its parameters, as Markdown. */
  record Described(String summary, Map<String, String> parameters) {}

  Described of(Class<?> type) {
    Path source = source(type, "src/main/java");
    if (source == null) {
      throw new IllegalStateException("no source of " + type.getName());
    }
    Comments comments = new Comments();
    scan(source, comments);
    DocCommentTree comment = comments.ofType.get(type.getSimpleName());
    return described(
        type, Objects.requireNonNull(comment, () -> "no Javadoc of " + type.getName()));
  }

  /**
   * What a test does: the text of a method, of what sets it up, and of whatever of its class these
   * name; empty if there is no such test.
   */
  String testText(String type, String method) {
    Path source = find(type.replace('.', '/') + ".java", "src/test/java");
    Comments comments = new Comments();
    if (source != null) {
      scan(source, comments);
    }
    if (!comments.tests.contains(method)) {
      return "";
    }
    Set<String> reached = new LinkedHashSet<>(comments.setUp);
    reached.add(method);
    StringBuilder text = new StringBuilder();
    for (Deque<String> next = new ArrayDeque<>(reached); !next.isEmpty(); ) {
      String part = comments.members.getOrDefault(next.removeFirst(), "");
      text.append(part).append('\n');
      for (String word : part.split("\\W+", -1)) {
        if (comments.members.containsKey(word) && reached.add(word)) {
          next.add(word);
        }
      }
    }
    return text.toString();
  }

  private static Described described(Class<?> type, DocCommentTree comment) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (DocTree tag : comment.getBlockTags()) {
      if (tag instanceof ParamTree param && !param.isTypeParameter()) {
        parameters.put(param.getName().toString(), text(type, param.getDescription()));
      }
    }
    return new Described(text(type, comment.getFirstSentence()), parameters);
  }

  private static String text(Class<?> type, List<? extends DocTree> trees) {
    StringBuilder text = new StringBuilder();
    for (DocTree tree : trees) {
      if (tree instanceof TextTree plain) {
        text.append(plain.getBody());
      } else if (tree instanceof LiteralTree literal) {
        text.append('`').append(literal.getBody()).append('`');
      } else if (tree instanceof LinkTree link) {
        boolean label = !link.getLabel().isEmpty();
        String shown = label ? text(type, link.getLabel()) : link.getReference().getSignature();
        text.append(label ? shown : '`' + shown.substring(shown.lastIndexOf('.') + 1) + '`');
      } else if (tree instanceof ValueTree value) {
        text.append('`').append(constant(type, value)).append('`');
      } else if (tree.getKind() == DocTree.Kind.ENTITY) {
        text.append(tree);
      }
    }
    return String.join(" ", text.toString().split("\\s+", -1)).trim();
  }

  private static Object constant(Class<?> type, ValueTree value) {
    String name = value.getReference().getSignature().substring(1);
    try {
      return Objects.requireNonNull(type.getField(name).get(null));
    } catch (ReflectiveOperationException notPublic) {
      throw new IllegalStateException(type.getName() + '#' + name, notPublic);
    }
  }

  /** Types with their comments, and methods that are tests. */
  private static final class Comments extends TreePathScanner<@Nullable Object, @Nullable Object> {
    final Map<String, DocCommentTree> ofType = new HashMap<>();
    final Set<String> tests = new TreeSet<>();
    final Set<String> setUp = new TreeSet<>();
    final Map<String, String> members = new HashMap<>();
    private @Nullable DocTrees trees;

    @Override
    public @Nullable Object visitClass(ClassTree tree, @Nullable Object nothing) {
      DocCommentTree comment = Objects.requireNonNull(trees).getDocCommentTree(getCurrentPath());
      if (comment != null) {
        ofType.put(tree.getSimpleName().toString(), comment);
      }
      return super.visitClass(tree, nothing);
    }

    @Override
    public @Nullable Object visitMethod(MethodTree tree, @Nullable Object nothing) {
      boolean test =
          tree.getModifiers().getAnnotations().stream()
              .anyMatch(each -> each.getAnnotationType().toString().endsWith("Test"));
      String name = tree.getName().toString();
      if (test) {
        tests.add(name);
      }
      boolean before =
          tree.getModifiers().getAnnotations().stream()
              .anyMatch(each -> each.getAnnotationType().toString().startsWith("Before"));
      if (before || name.equals("<init>")) {
        setUp.add(name);
      }
      if (tree.getBody() != null) {
        members.merge(name, tree.getBody().toString(), String::concat);
      }
      return super.visitMethod(tree, nothing);
    }

    @Override
    public @Nullable Object visitVariable(VariableTree tree, @Nullable Object nothing) {
      boolean field = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree;
      if (field && tree.getInitializer() != null) {
        members.merge(tree.getName().toString(), tree.getInitializer().toString(), String::concat);
      }
      return super.visitVariable(tree, nothing);
    }
  }

  private static void scan(Path source, Comments scanner) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(List.of(source)));
      scanner.trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private @Nullable Path source(Class<?> type, String folder) {
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    return find(outer.getName().replace('.', '/') + ".java", folder);
  }

  private @Nullable Path find(String file, String folder) {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve(folder).resolve(file))
          .filter(Files::exists)
          .findFirst()
          .orElse(null);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
