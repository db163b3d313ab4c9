package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SecretResolver;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>${env:NAME}</code> and its like, and remembers where it did, so that no problem
 * shows a value that came from there. Not thread-safe.
 */
public final class References {
  /** From this length on a value is told from a word that a message holds by itself. */
  private static final int TELLING = 4;

  /** How much of a value a message shows at most. */
  private static final int SHOWN = 64;

  private final Map<String, SecretResolver> resolvers = new LinkedHashMap<>();
  private final Map<String, Masked> masked = new LinkedHashMap<>();
  private final ConfigChecks checks;

  /** What stands in the file, and what came in its place. */
  private record Masked(String reference, String value) {
    @Override
    public String toString() {
      return reference;
    }
  }

  /**
   * A resolver of the built-in schemes and these.
   *
   * @param more of the host and of its class path; a scheme that is known already is a problem
   * @param checks where problems go
   */
  public References(Collection<SecretResolver> more, ConfigChecks checks) {
    this.checks = checks;
    add(new EnvironmentSecrets());
    add(new FileSecrets());
    more.forEach(this::add);
  }

  private void add(SecretResolver resolver) {
    SecretResolver known = resolvers.putIfAbsent(resolver.scheme(), resolver);
    checks.that(
        known == null || known.getClass() == resolver.getClass(),
        "secret resolvers",
        "'%s' is the scheme of both %s and %s"
            .formatted(
                resolver.scheme(),
                known == null ? "" : known.getClass().getName(),
                resolver.getClass().getName()));
  }

  /** The text with all its references resolved; null, and a problem, if one cannot be. */
  public @Nullable String text(String raw, String path) {
    List<Reference> pieces = pieces(raw, path);
    if (pieces == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    boolean resolved = false;
    for (Reference piece : pieces) {
      String value = piece.isLiteral() ? piece.name() : value(piece, path);
      if (value == null) {
        return null;
      }
      resolved |= !piece.isLiteral();
      text.append(value);
      if (!piece.isLiteral() && value.length() >= TELLING) {
        masked.put(
            path + '\n' + piece.scheme() + ':' + piece.name(), new Masked(piece.toString(), value));
      }
    }
    if (resolved) {
      masked.put(path, new Masked(withoutLiterals(pieces), text.toString()));
    }
    return text.toString();
  }

  /** What may be shown of a text with references: a password may stand between them. */
  private static String withoutLiterals(List<Reference> pieces) {
    StringBuilder shown = new StringBuilder();
    pieces.forEach(piece -> shown.append(piece.isLiteral() ? "…" : piece));
    return shown.toString();
  }

  /**
   * A secret, which must be one reference and nothing else, and must be there now; null, and a
   * problem that shows nothing of it, if not.
   */
  @Nullable Secret secret(String raw, String path) {
    List<Reference> pieces = Reference.split(raw);
    if (pieces == null || pieces.size() != 1 || pieces.get(0).isLiteral()) {
      checks.add(
          path,
          "must not stand here itself: refer to it, as in ${env:NAME} or ${file:/path/to/secret}");
      return null;
    }
    Reference reference = pieces.get(0);
    if (reference.otherwise() != null) {
      checks.add(path, reference + " must not have a default: it would be a secret in this file");
      return null;
    }
    return resolve(reference, path);
  }

  /** True if the value at that path did not stand in the file. */
  public boolean isMasked(String path) {
    return masked.containsKey(path);
  }

  /** What the file says at a path whose value is masked. */
  String shown(String path, String value) {
    Masked known = masked.get(path);
    return known == null ? ConfigChecks.shown(value) : known.reference();
  }

  private @Nullable List<Reference> pieces(String raw, String path) {
    List<Reference> pieces = Reference.split(raw);
    if (pieces == null) {
      checks.add(
          path,
          "holds a reference that is not of the form ${scheme:name} or ${scheme:name:-default};"
              + " write $${ for the characters themselves");
    }
    return pieces;
  }

  private @Nullable String value(Reference reference, String path) {
    String otherwise = reference.otherwise();
    if (otherwise != null && resolvers.containsKey(reference.scheme())) {
      try {
        String value = resolver(reference).resolve(reference.name()).reveal();
        return value.isEmpty() ? otherwise : value;
      } catch (RuntimeException absent) {
        return otherwise;
      }
    }
    Secret found = resolve(reference, path);
    return found == null ? null : found.reveal();
  }

  private @Nullable Secret resolve(Reference reference, String path) {
    if (!resolvers.containsKey(reference.scheme())) {
      // ${secret:…} as well: only what is nearly a scheme is shown.
      String scheme = reference.scheme();
      boolean shown = ConfigChecks.nearest(scheme, resolvers.keySet()) != null;
      checks.add(
          path,
          ConfigChecks.unknown("scheme of a reference", shown ? scheme : "…", resolvers.keySet()));
      return null;
    }
    try {
      Secret secret = resolver(reference).resolve(reference.name());
      if (secret.reveal().isEmpty()) {
        checks.add(path, reference + " is empty");
        return null;
      }
      return secret;
    } catch (IllegalArgumentException absent) {
      // By contract its message names the reference and no value.
      checks.add(path, reference + " cannot be resolved: " + absent.getMessage());
    } catch (RuntimeException broken) {
      checks.add(path, reference + " cannot be resolved: " + broken.getClass().getName());
    }
    return null;
  }

  private SecretResolver resolver(Reference reference) {
    return Objects.requireNonNull(resolvers.get(reference.scheme()));
  }

  /** The same problem, showing references where it showed what came in their place. */
  public ConfigProblem mask(ConfigProblem problem) {
    Masked own = masked.get(problem.path());
    if (own != null) {
      boolean tells = problem.bounds() == null && contains(problem.rule(), own.value());
      String rule = tells ? "is not accepted" : problem.rule();
      return problem.saying(rule, own.reference());
    }
    String rule = problem.rule();
    String value = problem.value();
    for (Masked each : masked.values()) {
      if (each.value().length() >= TELLING) {
        rule = rule.replace(each.value(), each.reference());
        value = value == null ? null : value.replace(each.value(), each.reference());
      }
    }
    return problem.saying(rule, value);
  }

  private static boolean contains(String rule, String value) {
    String start = value.substring(0, Math.min(value.length(), SHOWN));
    return rule.contains(start) || rule.contains(ConfigChecks.quote(value));
  }
}
