/**
 * How configuration is checked and how its problems are told: all of them at once, each with its
 * path, the value, the rule it breaks and the nearest known name.
 */
@NullMarked
package io.dbintel.core.config;

import org.jspecify.annotations.NullMarked;
