/** What the state stores hold, and how it is written. */
@NullMarked
package dev.weir.processors.store;

import org.jspecify.annotations.NullMarked;
