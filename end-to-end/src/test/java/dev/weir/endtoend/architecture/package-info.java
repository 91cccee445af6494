/** Rules of the architecture that the compiler cannot keep. */
@NullMarked
package dev.weir.endtoend.architecture;

import org.jspecify.annotations.NullMarked;
