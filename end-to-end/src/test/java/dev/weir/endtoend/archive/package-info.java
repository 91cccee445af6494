/** What the archive holds, read by an engine that is not ours. */
@NullMarked
package dev.weir.endtoend.archive;

import org.jspecify.annotations.NullMarked;
