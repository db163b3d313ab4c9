/**
 * What collectors of {@code dbintel-jdbc} and stages of {@code dbintel-processors} do together, on
 * real servers: the two modules do not know one another, so neither can hold these tests.
 */
@NullMarked
package io.dbintel.tests;

import org.jspecify.annotations.NullMarked;
