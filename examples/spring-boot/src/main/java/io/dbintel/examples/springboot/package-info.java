/**
 * A Spring Boot service with dbintel inside. {@link
 * io.dbintel.examples.springboot.DatabaseIntelligence} is the embedding; the rest would be there
 * without it.
 */
package io.dbintel.examples.springboot;
