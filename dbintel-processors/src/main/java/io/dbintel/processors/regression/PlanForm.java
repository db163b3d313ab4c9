package io.dbintel.processors.regression;

/**
 * What plans have in common that may be compared: how the server came to them, and whether they
 * name relations with their schemas. One plan has another fingerprint with schemas than without.
 * Stateless.
 */
final class PlanForm {
  private static final String UNQUALIFIED = " unqualified";

  private PlanForm() {}

  static String of(String provenance, boolean unqualified) {
    return unqualified ? provenance + UNQUALIFIED : provenance;
  }

  static String provenance(String form) {
    return isUnqualified(form) ? form.substring(0, form.length() - UNQUALIFIED.length()) : form;
  }

  /** What is planned without parameters is the same until something changes: preferred. */
  static int rank(String form) {
    int rank =
        switch (provenance(form)) {
          case PlanRegression.GENERIC -> 3;
          case PlanRegression.CUSTOM -> 2;
          case PlanRegression.EXECUTED -> 1;
          default -> 0;
        };
    return 2 * rank + (isUnqualified(form) ? 0 : 1);
  }

  private static boolean isUnqualified(String form) {
    return form.endsWith(UNQUALIFIED);
  }
}
