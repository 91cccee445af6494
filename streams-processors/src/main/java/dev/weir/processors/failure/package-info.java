/**
 * What happens to records that cannot be processed: counted, kept in the dead letters, passed over.
 */
@NullMarked
package dev.weir.processors.failure;

import org.jspecify.annotations.NullMarked;
