/** Lists of models, as the clients of each dialect expect them. */
@NullMarked
package dev.weir.dialects.catalogue;

import org.jspecify.annotations.NullMarked;
