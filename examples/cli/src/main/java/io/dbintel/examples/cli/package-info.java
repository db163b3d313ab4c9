/**
 * dbintel from the command line: what the library makes of SQL, plans and logs, and an instance on
 * its own.
 */
package io.dbintel.examples.cli;
