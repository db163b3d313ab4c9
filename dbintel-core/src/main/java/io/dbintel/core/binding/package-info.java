/**
 * How the nodes of a configuration file become the records that components are configured with:
 * strictly, with references to secrets resolved, and objects of the host put in by name.
 */
@NullMarked
package io.dbintel.core.binding;

import org.jspecify.annotations.NullMarked;
