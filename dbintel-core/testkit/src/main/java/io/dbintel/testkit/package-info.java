/**
 * What a plugin author tests with. Nothing here sleeps: time is moved by hand, and what is waited
 * for is a condition.
 */
@NullMarked
package io.dbintel.testkit;

import org.jspecify.annotations.NullMarked;
