/** Shows records of the log as JSON: what is content stays hidden unless its key is at hand. */
@NullMarked
package dev.weir.standalone.tail;

import org.jspecify.annotations.NullMarked;
