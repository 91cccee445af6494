/** Double entry over the log: what was used, what was rated and what was charged is the same. */
@NullMarked
package dev.weir.governance.books;

import org.jspecify.annotations.NullMarked;
