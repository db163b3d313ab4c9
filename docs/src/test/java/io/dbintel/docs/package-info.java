/**
 * Writes the reference pages from the providers on the class path, their records, the Javadoc of
 * these and the vocabulary, and holds every option to what the pages say of it.
 */
@NullMarked
package io.dbintel.docs;

import org.jspecify.annotations.NullMarked;
