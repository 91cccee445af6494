/** Every caller dialect with every provider dialect, through Weir, with the official clients. */
@NullMarked
package dev.weir.endtoend.compatibility;

import org.jspecify.annotations.NullMarked;
