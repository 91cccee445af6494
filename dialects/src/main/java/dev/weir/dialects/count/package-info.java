/**
 * Counting the tokens of a request before it is made: what callers of the dialects that can ask for
 * it send, how providers that can count are asked, and an estimate for those that cannot.
 */
@NullMarked
package dev.weir.dialects.count;

import org.jspecify.annotations.NullMarked;
