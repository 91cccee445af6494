/** Looks at everything that Weir needs, changes nothing, and says what is wrong and what to do. */
@NullMarked
package dev.weir.standalone.doctor;

import org.jspecify.annotations.NullMarked;
