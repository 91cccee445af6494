/** Where a secret went: what the log says of exchanges in which it was found. */
@NullMarked
package dev.weir.standalone.trace;

import org.jspecify.annotations.NullMarked;
