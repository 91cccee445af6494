/** What the tests of all dialects share: bytes in pieces, recorded answers, events as text. */
@NullMarked
package dev.weir.dialects.golden;

import org.jspecify.annotations.NullMarked;
