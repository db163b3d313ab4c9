/**
 * Plans asked of the server: which statements are explained and how often, what proves that
 * planning one runs nobody's function, how it is planned without its parameters and without leaving
 * anything behind, and why a plan is missing; and plans that extensions keep in views.
 */
@NullMarked
package io.dbintel.jdbc.explain;

import org.jspecify.annotations.NullMarked;
