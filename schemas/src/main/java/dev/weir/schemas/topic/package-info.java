/** The catalogue: which topics exist, how they are laid out and what stands in them. */
@NullMarked
package dev.weir.schemas.topic;

import org.jspecify.annotations.NullMarked;
