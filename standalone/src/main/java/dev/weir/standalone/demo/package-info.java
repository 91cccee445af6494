/**
 * A story told with real requests: several teams, a quota that ends, card numbers, a caller who
 * hangs up, a provider that fails. Afterwards the log is read back, and every number that the
 * callers saw must be in it.
 */
@NullMarked
package dev.weir.standalone.demo;

import org.jspecify.annotations.NullMarked;
