package io.dbintel.core.binding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a text: a literal, or <code>${scheme:name}</code>, perhaps with <code>:-default</code>
 * before the brace. A dollar sign before the opening one makes it stand for itself.
 *
 * @param scheme whom to ask; empty for a literal
 * @param name what to ask for, or the literal
 * @param otherwise what stands in for it if there is none; null if nothing does
 */
record Reference(String scheme, String name, @Nullable String otherwise) {
  private static final String OPEN = "${";

  boolean isLiteral() {
    return scheme.isEmpty();
  }

  /** The pieces of a text; null if a reference in it is not of the form. */
  static @Nullable List<Reference> split(String text) {
    List<Reference> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$" + OPEN, at)) {
        literal.append(OPEN);
        at += 3;
      } else if (text.startsWith(OPEN, at)) {
        int end = text.indexOf('}', at);
        Reference reference = end < 0 ? null : parse(text.substring(at + 2, end));
        if (reference == null) {
          return null;
        }
        addLiteral(literal, pieces);
        pieces.add(reference);
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    addLiteral(literal, pieces);
    return pieces;
  }

  private static void addLiteral(StringBuilder literal, List<Reference> pieces) {
    if (literal.length() > 0) {
      pieces.add(new Reference("", literal.toString(), null));
      literal.setLength(0);
    }
  }

  private static @Nullable Reference parse(String inner) {
    int colon = inner.indexOf(':');
    if (colon <= 0) {
      return null;
    }
    String rest = inner.substring(colon + 1);
    int dash = rest.indexOf(":-");
    String name = dash < 0 ? rest : rest.substring(0, dash);
    String otherwise = dash < 0 ? null : rest.substring(dash + 2);
    return name.isEmpty() ? null : new Reference(inner.substring(0, colon), name, otherwise);
  }

  /**
   * As it stands in the file, without the default; also where it is written as others do, as in
   * <code>${env:NAME:default}</code> and <code>${env:NAME-default}</code>.
   */
  @Override
  public String toString() {
    return isLiteral() ? "literal" : OPEN + scheme + ':' + shown(scheme, name) + '}';
  }

  /** The name as far as it can be one of that scheme. */
  static String shown(String scheme, String name) {
    String others = scheme.equals("env") ? "_" : "_-./\\";
    int end = 0;
    while (end < name.length()
        && (Character.isLetterOrDigit(name.charAt(end))
            || others.indexOf(name.charAt(end)) >= 0
            || isDrive(scheme, name, end))) {
      end++;
    }
    return end == name.length() ? name : name.substring(0, end) + '…';
  }

  private static boolean isDrive(String scheme, String name, int at) {
    return at == 1 && scheme.equals("file") && name.charAt(at) == ':';
  }
}
