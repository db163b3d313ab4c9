/**
 * Plans: reads what PostgreSQL, MySQL and MariaDB print into one model, knows one plan from
 * another, and replaces a raw plan by what may be shown of it.
 */
@NullMarked
package io.dbintel.processors.plan;

import org.jspecify.annotations.NullMarked;
